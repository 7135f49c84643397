/** The calls of the provider protocol, from their messages to an object of plain functions and back. */
import { Empty, messages, PluginInfo, Struct } from "./pulumi-internals.mjs";
import { sessions } from "./sessions.mjs";

/**
 * @typedef {Record<string, any>} Properties
 * @typedef {{ property: string, reason: string }} Failure
 * @typedef {{ config: Properties, signal: AbortSignal }} Session what one provider resource of one run was configured with
 * @typedef {object} Provider
 * @property {string} version
 * @property {(config: Properties) => Promise<void>} [configured] refuses a configuration by throwing
 * @property {(call: { urn: string, olds: Properties, news: Properties }, session: Session)
 *   => Promise<{ inputs: Properties, failures: Failure[] }>} check
 * @property {(call: { urn: string, oldInputs: Properties, news: Properties })
 *   => { kinds: Record<string, number>, replaces: string[], deleteFirst: boolean }} diff
 * @property {(call: { urn: string, inputs: Properties, preview: boolean }, session: Session)
 *   => Promise<{ id: string, outs: Properties }>} create
 * @property {(call: { id: string, urn: string, olds: Properties, oldInputs: Properties, news: Properties, preview: boolean },
 *   session: Session) => Promise<Properties>} update
 * @property {(call: { id: string, urn: string, olds: Properties }, session: Session)
 *   => Promise<{ outs: Properties, inputs: Properties } | undefined>} read undefined where the resource is gone
 * @property {(call: { id: string, urn: string, outs: Properties }, session: Session) => Promise<void>} remove
 * @property {(call: { token: string, args: Properties }, session: Session) => Promise<Properties>} invoke
 */

const plain = (struct) => struct?.toJavaScript() ?? {};
const struct = (properties) => Struct.fromJavaScript(properties);
const fill = (message, fields) => {
  for (const [setter, value] of Object.entries(fields)) message[setter](value);
  return message;
};

/**
 * @param {Provider} provider
 * @returns {Record<string, (request: any, peer: string) => any>} by the name of the call
 */
export function answers(provider) {
  const { open, of, cancel } = sessions();
  return {
    getPluginInfo: () => fill(new PluginInfo(), { setVersion: provider.version }),
    attach: () => new Empty(),
    cancel: (_, peer) => (cancel(peer), new Empty()),
    configure: async (request, peer) => {
      open(peer, Object.fromEntries(request.getVariablesMap().entries()), plain(request.getArgs()));
      await provider.configured?.(of(peer).config);
      return fill(new messages.ConfigureResponse(), { setSupportspreview: true });
    },
    check: async (request, peer) => {
      const call = { urn: request.getUrn(), olds: plain(request.getOlds()) };
      const result = await provider.check({ ...call, news: plain(request.getNews()) }, of(peer));
      const failures = result.failures.map(({ property, reason }) =>
        fill(new messages.CheckFailure(), { setProperty: property, setReason: reason }),
      );
      const response = fill(new messages.CheckResponse(), { setInputs: struct(result.inputs) });
      return fill(response, { setFailuresList: failures });
    },
    diff: (request) => {
      const oldInputs = plain(request.getOldInputs());
      const news = plain(request.getNews());
      for (const name of request.getIgnorechangesList()) news[name] = oldInputs[name];
      const result = provider.diff({ urn: request.getUrn(), oldInputs, news });
      const names = Object.keys(result.kinds);
      const response = new messages.DiffResponse();
      for (const name of names) {
        const property = fill(new messages.PropertyDiff(), { setKind: result.kinds[name] });
        response.getDetaileddiffMap().set(name, fill(property, { setInputdiff: true }));
      }
      const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
      return fill(response, {
        setChanges: names.length ? DIFF_SOME : DIFF_NONE,
        setDiffsList: names,
        setReplacesList: result.replaces,
        setDeletebeforereplace: result.deleteFirst,
        setHasdetaileddiff: true,
      });
    },
    create: async (request, peer) => {
      const call = { urn: request.getUrn(), inputs: plain(request.getProperties()) };
      const made = await provider.create({ ...call, preview: request.getPreview() }, of(peer));
      const response = fill(new messages.CreateResponse(), { setId: made.id });
      return fill(response, { setProperties: struct(made.outs) });
    },
    update: async (request, peer) => {
      const call = { id: request.getId(), urn: request.getUrn(), preview: request.getPreview() };
      const old = { olds: plain(request.getOlds()), oldInputs: plain(request.getOldInputs()) };
      const outs = await provider.update(
        { ...call, ...old, news: plain(request.getNews()) },
        of(peer),
      );
      return fill(new messages.UpdateResponse(), { setProperties: struct(outs) });
    },
    read: async (request, peer) => {
      const call = { id: request.getId(), urn: request.getUrn() };
      const found = await provider.read(
        { ...call, olds: plain(request.getProperties()) },
        of(peer),
      );
      if (!found) return new messages.ReadResponse();
      const inputs = { ...plain(request.getInputs()), ...found.inputs };
      const response = fill(new messages.ReadResponse(), { setId: call.id });
      return fill(response, { setProperties: struct(found.outs), setInputs: struct(inputs) });
    },
    delete: async (request, peer) => {
      const call = { id: request.getId(), urn: request.getUrn() };
      await provider.remove({ ...call, outs: plain(request.getProperties()) }, of(peer));
      return new Empty();
    },
    invoke: async (request, peer) => {
      const call = { token: request.getTok(), args: plain(request.getArgs()) };
      const result = await provider.invoke(call, of(peer));
      return fill(new messages.InvokeResponse(), { setReturn: struct(result) });
    },
  };
}
