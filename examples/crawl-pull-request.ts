/**
 * Crawls the site of a pull request, and says in a comment of it what is broken: `node crawl-pull-request.js http://127.0.0.1:3000/`.
 * Without AWS: on this machine, or with MAYFLY_TARGET=docker and MAYFLY_CRAWLER_IMAGE on a Docker engine, where this machine is
 * `http://host.docker.internal:3000/`. Exits with 1 where a page failed or the crawl did not complete. There is one comment for each
 * pull request, which is written again each time; without these variables the text goes to stdout alone:
 *
 * ```yaml
 * permissions:
 *   contents: read
 *   pull-requests: write
 * steps:
 *   - run: node crawl-pull-request.js http://127.0.0.1:3000/
 *     env: # GITHUB_REPOSITORY is there already
 *       GITHUB_TOKEN: ${{ github.token }}
 *       PULL_REQUEST: ${{ github.event.number }}
 * ```
 */
import { crawl, type PageRecord } from "mayfly";

const urls = process.argv.slice(2);
const signal = AbortSignal.timeout(900_000);
const mark = "<!-- mayfly: crawl of this pull request -->";
/** Characters of a comment's list; GitHub takes 65,536 in all. */
const listLimit = 60_000;

const image = process.env["MAYFLY_CRAWLER_IMAGE"];
const target = process.env["MAYFLY_TARGET"] === "docker" ? "docker" : "local";
const failed: PageRecord[] = [];
const { record, exitCode } = await crawl({
  urls,
  target,
  ...(target === "docker" ? { docker: image === undefined ? {} : { crawlerImage: image } } : {}),
  maxPages: 200,
  // The site of a pull request mostly runs beside the crawl.
  allowPrivate: true,
  signal,
  onEvent: (event) => {
    if (event.type === "page" && event.error !== undefined) failed.push(event);
  },
});

const { retrieved, skipped } = record.pages;
const text = [
  `**Crawl of ${urls.join(", ")}**: ${record.outcome?.kind ?? "left"}`,
  `${String(retrieved)} pages retrieved, ${String(failed.length)} failed, ${String(skipped)} skipped.`,
  ...shortened(
    failed.map(
      ({ url, status, error, referrer }) =>
        `- ${String(status ?? error?.code)} ${url}${referrer === null ? "" : ` (linked from ${referrer})`}`,
    ),
  ),
].join("\n");
console.log(text);

const {
  GITHUB_API_URL: api = "https://api.github.com",
  GITHUB_TOKEN: token,
  GITHUB_REPOSITORY: repository,
  PULL_REQUEST: number,
} = process.env;
if (token !== undefined && repository !== undefined && number !== undefined) {
  await comment(`${api}/repos/${repository}/issues`, number, token);
}
process.exitCode = exitCode === 0 && failed.length === 0 ? 0 : 1;

/** As many lines as a comment can have, and how many more there are. */
function shortened(lines: readonly string[]): readonly string[] {
  let length = 0;
  const fitting = lines.findIndex((line) => (length += line.length + 1) > listLimit);
  if (fitting < 0) return lines;
  return [...lines.slice(0, fitting), `- … and ${String(lines.length - fitting)} more`];
}

async function comment(issues: string, issue: string, authorization: string): Promise<void> {
  const ask = async (url: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${authorization}`,
    };
    const answer = await fetch(url, { ...init, headers, signal });
    if (!answer.ok) throw new Error(`${url} answers with HTTP ${String(answer.status)}`);
    return await answer.json();
  };
  const own = await find(async (page) => await ask(`${issues}/${issue}/comments?${page}`));
  const body = JSON.stringify({ body: `${mark}\n${text}` });
  await (own === undefined
    ? ask(`${issues}/${issue}/comments`, { method: "POST", body })
    : ask(`${issues}/comments/${String(own.id)}`, { method: "PATCH", body }));
}

/** The comment of an earlier crawl, among those of all. */
async function find(
  ask: (page: string) => Promise<unknown>,
): Promise<{ readonly id: number } | undefined> {
  for (let page = 1; ; page += 1) {
    const some = (await ask(`per_page=100&page=${String(page)}`)) as {
      readonly id: number;
      readonly body: string;
    }[];
    const own = some.find(({ body }) => body.startsWith(mark));
    if (own !== undefined || some.length < 100) return own;
  }
}
