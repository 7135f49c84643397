import { building, type ProgramOptions } from "./program.ts";

const vpc = {
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: '["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]',
};
const inEcr = "123456789012.dkr.ecr.eu-north-1.amazonaws.com/crawler:1";

/** Configurations that together reach every branch of the program. */
export const configurations: readonly (readonly [what: string, options: ProgramOptions])[] = [
  ["as it comes", {}],
  [
    "the other way round",
    {
      config: {
        ...building,
        privateImage: "true",
        network: "dedicated",
        capacity: "spotPreferred",
        containerInsights: "enhanced",
        cpuArchitecture: "ARM64",
        ephemeralStorage: "40",
        seleniumEnvironment: '{"SE_OPTS": "--log-level FINE"}',
        crawlerEnvironment: '{"MAYFLY_MAX_PAGES": "5"}',
        tags: '{"team": "moths"}',
        resultsPlaces: '["s3://owls/kept"]',
        taskEvents: "false",
        ttl: "never",
      },
    },
  ],
  [
    "a given network, Selenium 3 and another registry",
    {
      config: {
        ...building,
        ...vpc,
        registryServer: "127.0.0.1:5000",
        privateImage: "true",
        capacity: "spot",
        seleniumImage: "selenium/standalone-chrome:3.141.59",
      },
    },
  ],
  ["an image that exists", { config: { crawlerImage: "kiwi/crawler:1" }, hasEngine: false }],
  ["an image in ECR", { config: { crawlerImage: inEcr }, hasEngine: false }],
  [
    "a private image that exists",
    { config: { ...building, crawlerImage: "ghcr.io/kiwi/crawler:1", privateImage: "true" } },
  ],
  [
    "China",
    { region: "cn-north-1", partition: "aws-cn", config: { crawlerImage: "kiwi/crawler:1" } },
  ],
];
