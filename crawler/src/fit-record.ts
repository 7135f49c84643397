import type { PageMetadata, PageRecord, TruncatedField } from "./contract.ts";

/**
 * A record is one line of the log, and CloudWatch Logs takes events of up to 256 KB, its own 26 bytes included: what is
 * longer arrives in pieces that are no JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html
 */
export const mostBytes = 250_000;

/** A part of a record that can be made smaller, in units of its own. */
interface Part {
  readonly field: TruncatedField;
  /** How many units there are; 0 where there is nothing to take away. */
  readonly size: (record: PageRecord) => number;
  /** Units that are always kept. Default: 0. */
  readonly least?: number;
  /** The record with the first `units` of them. */
  readonly keep: (record: PageRecord, units: number) => PageRecord;
}

/** In this order: what nobody reads to its end goes first, and what the crawl is for goes last. */
const parts: readonly Part[] = [
  {
    field: "title",
    least: 1000,
    size: ({ title }) => title?.length ?? 0,
    keep: (record, units) => ({ ...record, title: firstCharacters(record.title ?? "", units) }),
  },
  {
    field: "html",
    size: ({ html = "" }) => html.length,
    keep: (record, units) => ({ ...record, html: firstCharacters(record.html ?? "", units) }),
  },
  {
    field: "text",
    size: ({ text = "" }) => text.length,
    keep: (record, units) => ({ ...record, text: firstCharacters(record.text ?? "", units) }),
  },
  {
    field: "metadata",
    size: ({ metadata }) => metadata?.jsonLd.length ?? 0,
    keep: (record, units) =>
      withMetadata(record, ({ jsonLd }) => ({ jsonLd: jsonLd.slice(0, units) })),
  },
  {
    field: "metadata",
    size: ({ metadata }) => Object.keys(metadata?.meta ?? {}).length,
    keep: (record, units) =>
      withMetadata(record, ({ meta }) => ({
        meta: Object.fromEntries(Object.entries(meta).slice(0, units)),
      })),
  },
  {
    field: "extracted",
    size: ({ extracted = {} }) =>
      Math.max(0, ...Object.values(extracted).map(({ length }) => length)),
    keep: (record, units) => ({
      ...record,
      extracted: Object.fromEntries(
        Object.entries(record.extracted ?? {}).map(([name, values]) => [
          name,
          values.slice(0, units),
        ]),
      ),
    }),
  },
  {
    field: "links",
    size: ({ links }) => links.length,
    keep: (record, units) => ({ ...record, links: record.links.slice(0, units) }),
  },
];

/**
 * The record as one line of at most {@link mostBytes} bytes of JSON; `truncated` names what was cut for it. Its URLs are
 * never cut: half an address is none.
 */
export function fitRecord(record: PageRecord, most = mostBytes): PageRecord {
  let fitting = record;
  for (const part of parts) {
    if (bytesOf(fitting) <= most) return fitting;
    const { least = 0 } = part;
    if (part.size(fitting) <= least) continue;
    const { truncated = [] } = fitting;
    const whole: PageRecord = truncated.includes(part.field)
      ? fitting
      : { ...fitting, truncated: [...truncated, part.field] };
    const units = mostUnits(part.size(whole), (count) => bytesOf(part.keep(whole, count)) <= most);
    fitting = part.keep(whole, Math.max(least, units));
  }
  return fitting;
}

function withMetadata(
  record: PageRecord,
  change: (metadata: PageMetadata) => Partial<PageMetadata>,
): PageRecord {
  const { metadata } = record;
  return metadata === undefined
    ? record
    : { ...record, metadata: { ...metadata, ...change(metadata) } };
}

/** At most `length` UTF-16 units of a text, and no half of a surrogate pair at its end. */
export function firstCharacters(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

/** The greatest count up to `most` that fits; 0 where none does. What fits a count fits every smaller one. */
function mostUnits(most: number, fits: (count: number) => boolean): number {
  let least = 0;
  let tooMany = most + 1;
  while (tooMany - least > 1) {
    const middle = Math.floor((least + tooMany) / 2);
    if (fits(middle)) least = middle;
    else tooMany = middle;
  }
  return least;
}

function bytesOf(record: PageRecord): number {
  return Buffer.byteLength(JSON.stringify(record));
}
