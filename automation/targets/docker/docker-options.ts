/** How a run's task is made on a Docker engine; a leaf. */
export interface DockerOptions {
  /** Builds the crawler's image from the sources of Mayfly, and pushes it nowhere. Default: false. */
  readonly build?: boolean;
  /** Image of the crawler. Default: the stack's. */
  readonly crawlerImage?: string;
  /** Image of the Selenium server. Default: the stack's, else that of a stack without settings. */
  readonly seleniumImage?: string;
  /** Network that the task joins; `host` is this machine's. Default: one of its own, which goes with it. */
  readonly network?: string;
  /** More names for the containers: `name:address`, where `host-gateway` is the engine's machine. */
  readonly addHosts?: readonly string[];
  /** CPU units (1024 are one processor). Default: the stack's, else no limit. */
  readonly cpu?: number;
  /** Memory in MiB. Default: the stack's, else no limit. */
  readonly memoryMiB?: number;
  /** More environment for the crawler container; the crawl's own settings come after it. */
  readonly environment?: Readonly<Record<string, string>>;
}
