/**
 * Imported first by the program, for its effect: stack traces of three frames. Pulumi's SDK takes a trace of every promise
 * and maps each frame to its source (`debuggablePromise`), which with Node.js's ten frames is a tenth of a preview's time.
 * What is thrown by mistake still says where.
 */
Error.stackTraceLimit = 3;

export {};
