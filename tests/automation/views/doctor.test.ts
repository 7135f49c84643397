import { expect, test } from "vitest";
import { doctorEnd, doctorLine } from "../../../automation/views/doctor.ts";
import { widthOf } from "../../../automation/views/format.ts";
import { plainPalette } from "../../../automation/views/palette.ts";

const look = { idWidth: 6, columns: 40, palette: plainPalette };
const bad = {
  id: "docker",
  status: "problem",
  found: "Docker is not there,\u001b[2J and nobody knows why it went",
  fix: "Start Docker, or set DOCKER_HOST to where it is.",
} as const;

test("a check is one line, what to do stands below, and what is long goes on below its beginning", () => {
  const text = doctorLine(bad, look);
  expect(text).toBe(
    [
      "✖ docker  Docker is not there, and",
      "          nobody knows why it went",
      "          → Start Docker, or set",
      "          DOCKER_HOST to where it is.",
      "",
    ].join("\n"),
  );
  expect(text.split("\n").every((line) => widthOf(line) <= 40)).toBe(true);
});

test("without a terminal a text stays whole", () => {
  const wide = { ...look, columns: Number.POSITIVE_INFINITY };
  expect(doctorLine(bad, wide).trimEnd().split("\n")).toHaveLength(2);
});

test("the end counts, and says what was not looked at", () => {
  const ok = { id: "node", status: "ok", found: "20", fix: null } as const;
  const report = { status: "problem", checks: [bad, ok, ok], notChecked: ["stack"] } as const;
  expect(doctorEnd(report, look)).toBe(
    "1 problem, 0 warnings, 2 ok\nNot checked without --stack: stack\n",
  );
  expect(doctorEnd({ ...report, notChecked: [] }, look)).toBe("1 problem, 0 warnings, 2 ok\n");
});
