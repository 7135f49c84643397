/** Folder with the jars of Selenium Grid 4; it is there once {@link installSeleniumServers} has run. */
export const gridFolder: string;

/** Folder of Selenium 3. */
export const selenium3Folder: string;

/** The jar of Selenium 3. */
export const selenium3Jar: string;

/** Installs Selenium Grid 4 and Selenium 3.141.59 into the cache, once. */
export function installSeleniumServers(options: { log: (line: string) => void }): Promise<void>;
