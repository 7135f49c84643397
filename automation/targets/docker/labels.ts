/** Labels by which what belongs to a task is found on an engine: of its containers and its network. A leaf. */

/** The task's folder: two tasks may share an id. */
export const folderLabel = "dev.mayfly.task-folder";
/** Id of the run, for people who list containers. */
export const taskLabel = "dev.mayfly.task";
/** Name of the container in its task. */
export const containerLabel = "dev.mayfly.container";
/** Seconds between SIGTERM and SIGKILL. */
export const stopTimeoutLabel = "dev.mayfly.stop-timeout";
