/**
 * Who may import whom, as ESLint blocks (ARCHITECTURE.md has the arrows). One rule of one file is set by the last block
 * that matches it, so each block here carries everything that holds for its files.
 */

/** Packages that enter through one place, and that place; a name that ends with a slash is a whole scope. */
const doors = {
  "selenium-webdriver": "crawler/src/session.ts",
  ws: "crawler/src/devtools.ts",
  dockerode: "automation/targets/docker/engine*.ts",
  commander: "automation/cli*.ts and automation/commands/",
  "log-update": "automation/views/",
  "@pulumi/pulumi": "index.ts, infra/ and automation/environment/",
  "@pulumi/aws": "infra/aws.ts",
  "@pulumi/awsx": "infra/network.ts",
  "@pulumi/docker": "infra/image.ts",
  re2js: "crawler/src/url-pattern.ts",
  warcio: "crawler/src/warc-records.ts",
  "@aws-sdk/":
    "automation/targets/fargate/aws.ts, automation/doctor/aws.ts, automation/results/bucket-source.ts, automation/reap/{active-only,find-tagged,remove-kept,remove-network,remove-tasks}.ts and crawler/src/s3.ts",
};

const packages = /** @type {(keyof typeof doors)[]} */ (Object.keys(doors));

/**
 * @param {string[]} files
 * @param {{opens?: (keyof typeof doors)[], bans?: {regex: string, message: string}[]}} [rules]
 *   The packages these files are the door of, and the imports they may not make.
 */
function layer(files, { opens = [], bans = [] } = {}) {
  const closed = packages.filter((name) => !opens.includes(name));
  const patterns = [
    ...closed.map((name) => ({
      regex: name.endsWith("/") ? `^${name}` : `^${name}(/|$)`,
      message: `${name} is imported in ${doors[name]} only.`,
    })),
    ...bans,
  ];
  return { files, rules: { "no-restricted-imports": ["error", { patterns }] } };
}

const nothing = { regex: ".", message: "This file is a leaf: it imports nothing." };

const onlyRows = {
  regex: "^(?!\\./output-rows\\.ts$)",
  message: "outputs.ts imports output-rows.ts only, so that others can read it.",
};

const ofInfra = [
  { regex: "(^|/)automation(/|$)", message: "infra/ never imports automation/." },
  { regex: "^mayfly(/|$)", message: "infra/ never imports automation/." },
  {
    regex: "^(\\.\\./)+crawler/(?!src/(contract|config)\\.ts$)",
    message: "infra/ imports crawler/src/contract.ts and config.ts only.",
  },
];

const ofAutomation = [
  {
    regex:
      "^(\\.\\./)+infra/(?!(container-definitions|outputs|config/(crawl-config|image-reference|keys|nearest|task-size|ttl))\\.ts$)",
    message:
      "automation/ imports only pure files of infra/: container-definitions, outputs, config/{crawl-config,image-reference,keys,nearest,task-size,ttl}.",
  },
  {
    regex: "^(\\.\\./)+crawler/(?!src/(contract|config|misspelt-names|results-names)\\.ts$)",
    message:
      "automation/ imports crawler/src/contract.ts, config.ts, misspelt-names.ts and results-names.ts only.",
  },
  { regex: "^mayfly(/|$)", message: "Inside the library, import the file itself." },
];

const ofLifecycle = [
  ...ofAutomation,
  { regex: "^[^.]", message: "automation/lifecycle/ is pure: no node: module, no package." },
  {
    regex: "^(\\.\\./)+(targets|commands|views)/",
    message: "automation/lifecycle/ is pure: it knows no target, command or view.",
  },
];

const beyondCrawler = "crawler/src imports nothing outside crawler/: it is built alone.";

const onlyLeaves = {
  regex:
    "^(?!\\./(browser-rules|contract|crawl-settings|extract-rules|request-rules|setting-conflicts|setting-parsers|sitemap-sources|url-pattern)\\.ts$)",
  message:
    "config.ts, its parts and misspelt-names.ts import each other and contract.ts only, so that others can read them.",
};

/** Where a process may end itself: its own edge. */
const exits = ["exit", "exitCode"].map((property) => ({
  object: "process",
  property,
  message: "Only cli.ts, crawler/src/main.ts and *-main.ts decide how the process ends.",
}));

const impure = ["process", "setTimeout", "setInterval", "fetch"].map((name) => ({
  name,
  message: "automation/lifecycle/ is pure: pass it in.",
}));

export const layers = [
  layer(["examples/**/*.ts"]),
  layer(["examples/scheduled-crawl/index.ts"], { opens: ["@pulumi/pulumi", "@pulumi/aws"] }),
  layer(["index.ts"], { opens: ["@pulumi/pulumi"] }),
  layer(["infra/**/*.ts"], { opens: ["@pulumi/pulumi"], bans: ofInfra }),
  layer(["infra/aws.ts"], { opens: ["@pulumi/aws"], bans: ofInfra }),
  layer(["infra/network.ts"], {
    opens: ["@pulumi/pulumi", "@pulumi/awsx"],
    bans: ofInfra,
  }),
  layer(["infra/image.ts"], { opens: ["@pulumi/pulumi", "@pulumi/docker"], bans: ofInfra }),
  layer(["infra/config/**/*.ts"], { bans: ofInfra }),
  layer(
    [
      "infra/{container-definitions,output-rows}.ts",
      "infra/config/{image-reference,keys,nearest,task-size}.ts",
    ],
    {
      bans: [nothing],
    },
  ),
  layer(["infra/outputs.ts"], { bans: [onlyRows] }),
  layer(["automation/**/*.ts"], { bans: ofAutomation }),
  layer(["automation/cli*.ts", "automation/commands/**/*.ts"], {
    opens: ["commander"],
    bans: ofAutomation,
  }),
  layer(["automation/views/**/*.ts"], { opens: ["log-update"], bans: ofAutomation }),
  layer(["automation/targets/docker/{engine,engine-container}.ts"], {
    opens: ["dockerode"],
    bans: ofAutomation,
  }),
  layer(
    [
      "automation/targets/fargate/aws.ts",
      "automation/doctor/aws.ts",
      "automation/results/bucket-source.ts",
      "automation/reap/{active-only,find-tagged,remove-kept,remove-network,remove-tasks}.ts",
    ],
    {
      opens: ["@aws-sdk/"],
      bans: ofAutomation,
    },
  ),
  layer(["automation/environment/**/*.ts"], { opens: ["@pulumi/pulumi"], bans: ofAutomation }),
  // One complaint is enough: its own ban is on all packages.
  layer(["automation/lifecycle/**/*.ts"], { opens: packages, bans: ofLifecycle }),
  layer(["crawler/src/**/*.ts"], { bans: [{ regex: "^\\.\\./\\.\\./", message: beyondCrawler }] }),
  layer(["crawler/src/*.ts"], { bans: [{ regex: "^\\.\\./", message: beyondCrawler }] }),
  layer(["crawler/src/session.ts"], {
    opens: ["selenium-webdriver"],
    bans: [{ regex: "^\\.\\./", message: beyondCrawler }],
  }),
  layer(["crawler/src/devtools.ts"], {
    opens: ["ws"],
    bans: [{ regex: "^\\.\\./", message: beyondCrawler }],
  }),
  layer(["crawler/src/s3.ts"], {
    opens: ["@aws-sdk/"],
    bans: [{ regex: "^\\.\\./", message: beyondCrawler }],
  }),
  layer(["crawler/src/warc-records.ts"], {
    opens: ["warcio"],
    bans: [{ regex: "^\\.\\./", message: beyondCrawler }],
  }),
  layer(["crawler/src/url-pattern.ts"], {
    opens: ["re2js"],
    bans: [{ regex: "^\\.", message: "url-pattern.ts imports packages only." }],
  }),
  layer(["crawler/src/{contract,results-names}.ts"], { bans: [nothing] }),
  layer(
    [
      "crawler/src/{browser-rules,config,crawl-settings,extract-rules,request-rules,setting-conflicts,setting-parsers,sitemap-sources,misspelt-names}.ts",
    ],
    {
      bans: [onlyLeaves],
    },
  ),
  {
    files: ["index.ts", "infra/**/*.ts", "automation/**/*.ts", "crawler/src/**/*.ts"],
    ignores: ["automation/cli.ts", "crawler/src/main.ts", "**/*-main.ts"],
    rules: { "no-restricted-properties": ["error", ...exits] },
  },
  {
    files: ["automation/lifecycle/**/*.ts"],
    rules: { "no-restricted-globals": ["error", ...impure] },
  },
  {
    files: ["crawler/src/**/*.ts"],
    // The network of the crawl; the others ask the WebDriver endpoint and the task's metadata.
    ignores: [
      "crawler/src/{network,fetch-by,gate,gate-probe,task-resources,open-results,devtools*}.ts",
    ],
    rules: {
      "no-restricted-globals": [
        "error",
        {
          name: "fetch",
          message: "The crawler asks the network through Ask, whose addresses are checked.",
        },
      ],
    },
  },
];
