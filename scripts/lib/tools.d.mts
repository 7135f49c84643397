/** Folders of real HTML pages that nobody here wrote, the manuals of PostgreSQL and of Python; none where they cannot be had. */
export function documentationFolders(): string[];

/** Where the test tools keep a Node.js of another major version; it may not be there. */
export function nodeBinary(major: number): string;

/** Unpacks those pages from Debian packages, once. */
export function installDocumentation(): Promise<void>;

/** Installs the newest Node.js of a major version, once. */
export function installNode(major: number): Promise<void>;
