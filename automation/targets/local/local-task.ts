/** What the local runtime of a task is made from; a leaf. */
export interface LocalRuntimeSpec {
  readonly kind: "local";
  /** Port of the WebDriver endpoint. */
  readonly port: number;
  /** Shell line that starts a Selenium server instead of chromedriver; `{port}` stands for the port. */
  readonly seleniumCommand: string | null;
  readonly browserBinary: string | null;
}
