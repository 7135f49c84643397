/** Turns a table of resource types into the provider that `serve` answers from. */
import { autoName } from "./auto-name.mjs";
import { compare } from "./compare.mjs";
import { begin } from "./faults.mjs";
import { normalised } from "./normalise.mjs";
import { parseUrn, unknown } from "./pulumi-internals.mjs";
import { misfits, shapes } from "./shapes.mjs";

/**
 * @typedef {import("./answers.mjs").Properties} Properties
 * @typedef {object} Call what an operation of an entry gets
 * @property {any} aws the clients; nothing in the stand-in for docker
 * @property {Properties} inputs
 * @property {AbortSignal} signal of the run's cancellation
 * @property {string} id
 * @property {Properties} outs outputs before the operation
 * @property {Properties} olds inputs before an update
 *
 * @typedef {object} Entry one resource type
 * @property {(call: Call) => Promise<{ id: string, outs?: Properties }>} create
 * @property {(call: Call) => Promise<Properties | void>} [update] new computed outputs; without it every change replaces
 * @property {(call: Call) => Promise<void>} delete
 * @property {(call: Call) => Promise<Properties | undefined>} [read] computed outputs as they are now; undefined when it is gone
 * @property {readonly string[]} [replaceOn] inputs that cannot change in place
 * @property {readonly string[]} [changing] computed outputs not known before an update
 * @property {{ of: string, unless?: string, lower?: boolean, suffix?: (inputs: Properties) => string }} [named] automatic naming
 * @property {readonly string[]} [refuses] inputs the real provider has and the stand-in would ignore
 * @property {(inputs: Properties) => Promise<Properties>} [prepare] last step of a check
 * @property {(inputs: Properties) => Properties} [compared] what of the inputs counts as a change; all, without it
 * @property {(call: Call) => Promise<void>} [preview] what a preview does besides
 */

/**
 * @param {Record<string, Entry>} table
 * @param {(session: import("./answers.mjs").Session) => Properties} context what calls get besides, such as clients
 */
export function resources(table, context) {
  const entryOf = (urn) => {
    const { type } = parseUrn(urn);
    if (!Object.hasOwn(table, type))
      throw new Error(`the stand-in provider has no resource type ${type}`);
    return { type, entry: table[type], shape: shapes[type] };
  };
  const whole = (shape, inputs, outs, session) => {
    const tags = "tags?" in shape.inputs ? { tagsAll: inputs.tags ?? {} } : {};
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const home = session.config.region ?? AWS_REGION ?? AWS_DEFAULT_REGION;
    const region = "region?" in shape.inputs ? { region: home } : {};
    const given = Object.entries(inputs).filter(([name]) => shape.outputs.includes(name));
    return { ...region, ...Object.fromEntries(given), ...tags, ...outs };
  };
  return {
    async check({ urn, olds, news }, session) {
      const { type, entry, shape } = entryOf(urn);
      let inputs = autoName(
        entry.named,
        parseUrn(urn).name,
        olds,
        normalised(news, shape, session),
      );
      const failures = [...misfits(shape.inputs, inputs)];
      for (const name of entry.refuses ?? []) {
        const reason = `the stand-in for ${type} does not know it`;
        if (inputs[name] !== undefined) failures.push({ property: name, reason });
      }
      if (entry.prepare && !failures.length) inputs = await entry.prepare(inputs);
      return { inputs, failures };
    },
    diff({ urn, oldInputs, news }) {
      const { entry, shape } = entryOf(urn);
      const all = Object.keys(shape.inputs).map((name) => name.replace("?", ""));
      const [before, after] = [oldInputs, news].map(entry.compared ?? ((inputs) => inputs));
      const result = compare(before, after, entry.update ? (entry.replaceOn ?? []) : all);
      const name = entry.named?.of;
      const fixed = name && news[name] === oldInputs[name] && !news.__defaults?.includes(name);
      return { ...result, deleteFirst: Boolean(fixed && news[name] && result.replaces.length) };
    },
    async create({ urn, inputs, preview }, session) {
      const { entry, shape } = entryOf(urn);
      if (preview) {
        await entry.preview?.({ inputs, signal: session.signal });
        const computed = shape.outputs.filter((name) => inputs[name] === undefined);
        const outs = Object.fromEntries(computed.map((name) => [name, unknown]));
        return { id: "", outs: { ...outs, ...whole(shape, inputs, {}, session) } };
      }
      await begin("create", { urn, inputs }, session.signal);
      const { signal } = session;
      const made = await entry.create({ ...context(session), inputs, signal });
      return { id: made.id, outs: whole(shape, inputs, made.outs, session) };
    },
    async update({ id, urn, olds, oldInputs, news, preview }, session) {
      const { entry, shape } = entryOf(urn);
      const computed = Object.entries(olds).filter(([name]) => !(name in oldInputs));
      const kept = Object.fromEntries(computed);
      if (preview) {
        await entry.preview?.({ inputs: news, signal: session.signal });
        const changing = Object.fromEntries((entry.changing ?? []).map((name) => [name, unknown]));
        return { ...kept, ...whole(shape, news, changing, session) };
      }
      await begin("update", { urn, inputs: news }, session.signal);
      const call = { id, inputs: news, olds: oldInputs, outs: olds, signal: session.signal };
      const outs = await entry.update({ ...context(session), ...call });
      return { ...kept, ...whole(shape, news, outs ?? {}, session) };
    },
    async read({ id, urn, olds }, session) {
      const { entry } = entryOf(urn);
      await begin("read", { urn }, session.signal);
      if (!entry.read) return { outs: olds, inputs: {} };
      const outs = await entry.read({ ...context(session), id, outs: olds, inputs: olds });
      return outs && { outs: { ...olds, ...outs }, inputs: {} };
    },
    async remove({ id, urn, outs }, session) {
      const { entry } = entryOf(urn);
      await begin("delete", { urn }, session.signal);
      const { signal } = session;
      await entry.delete({ ...context(session), id, outs, inputs: outs, signal });
    },
  };
}
