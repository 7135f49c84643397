/** Whether `node_modules` of a folder has what its lock file asks for. */
export function packagesAreInstalled(folder: string, options?: { readonly dev?: boolean }): boolean;

/** Installs the packages of a folder, exactly as locked, unless they are there. */
export function installPackages(
  subject: string,
  folder: string,
  options?: { readonly dev?: boolean },
): Promise<void>;
