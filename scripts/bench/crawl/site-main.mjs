// The site that is crawled, a process of its own: pages with a style sheet, a deferred script, two images and a third one
// that takes 300 ms. Argument: how many pages. Says its address in one line, and ends with its stdin.
import { createServer } from "node:http";

const pages = Number(process.argv[2]);
const slowMs = 300;

const picture = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const style =
  "body { font: 16px/1.5 serif; margin: 2em } nav a { margin-right: 1em } .open { color: red }";
const script = `
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => document.body.classList.toggle("open"));
}
`;
const paragraph = `<p>${"A page has a text that somebody wrote, with words of several lengths. ".repeat(9)}</p>\n`;

/** A page links to its two children in a tree, so that all are found, and to some others. */
function page(number) {
  const linked = [2 * number + 1, 2 * number + 2, Math.max(0, number - 1)];
  for (let step = 1; step <= 17; step += 1) linked.push((number * 7 + step * step * 13) % pages);
  const links = [...new Set(linked)]
    .filter((other) => other < pages)
    .map((other) => `<a href="/${other}.html">Page ${other}</a>`)
    .join("\n");
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Page ${number}</title>
<link rel="stylesheet" href="/style.css"><script src="/menu.js" defer></script></head>
<body><nav><button>Menu</button>\n${links}\n</nav><main><h1>Page ${number}</h1>
${paragraph.repeat(8)}<img src="/a.gif"><img src="/b.gif"><img src="/slow.gif?${number}"></main></body></html>`;
}

const server = createServer((request, response) => {
  const [path = ""] = (request.url ?? "").split("?");
  const send = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
  const number = path === "/" ? 0 : Number(/^\/(\d+)\.html$/.exec(path)?.[1] ?? NaN);
  if (number < pages) return send("text/html", page(number));
  if (path === "/style.css") return send("text/css", style);
  if (path === "/menu.js") return send("text/javascript", script);
  if (path === "/slow.gif") return setTimeout(send, slowMs, "image/gif", picture);
  if (path.endsWith(".gif")) return send("image/gif", picture);
  return response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/0.html`);
});
process.stdin.resume().once("end", () => process.exit());
