import { SettingError, type CrawlSettings } from "./crawl-settings.ts";

/** Settings that are looked at together. */
export type TogetherSettings = Pick<CrawlSettings, "order" | "prefer">;

/**
 * Refuses settings that contradict each other, though each is good by itself. `nameOf` names one in the message. Throws
 * {@link SettingError}. A leaf, as it is part of config.ts.
 */
export function refuseConflicts(
  { order = "priority", prefer }: TogetherSettings,
  nameOf: (name: keyof TogetherSettings) => string,
): void {
  if (prefer.length > 0 && order !== "priority") {
    throw new SettingError(
      `Expected the order priority with ${nameOf("prefer")}, but got "${order}" for ${nameOf("order")}.`,
    );
  }
}
