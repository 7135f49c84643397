/** A folder of real HTML pages that nobody here wrote, or undefined where it cannot be had. */
export function documentationFolder(): string | undefined;

/** Where the test tools keep a Node.js of another major version; it may not be there. */
export function nodeBinary(major: number): string;

/** Unpacks those pages from a Debian package, once. */
export function installDocumentation(): Promise<void>;

/** Installs the newest Node.js of a major version, once. */
export function installNode(major: number): Promise<void>;
