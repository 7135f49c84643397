const warningSwitch = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/**
 * Makes a client of the SDK, which warns on stderr, in the midst of a run's lines, of a Node.js that its future versions will
 * not support.
 */
export function withoutNodeWarning<Client>(make: () => Client): Client {
  const before = process.env[warningSwitch];
  process.env[warningSwitch] = "true";
  try {
    return make();
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, warningSwitch);
    else process.env[warningSwitch] = before;
  }
}
