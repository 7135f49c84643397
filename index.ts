/**
 * The Pulumi program: composes configuration, components and stack outputs. So far it declares no resource; it exports the
 * names that a run of the task relies on, from the same leaf that every target builds from.
 */
import { containerNames } from "./infra/container-definitions.ts";

/** Names of the task's containers; `crawler` is the one whose exit code decides the outcome of a run. */
export const containers = containerNames;
