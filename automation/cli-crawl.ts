import type { Command } from "commander";
import { pairOption, secretOption } from "./cli-pairs.ts";
import type { CommandContext } from "./commands/context.ts";
import { crawlCommand, type CrawlCommandOptions } from "./commands/crawl.ts";

/** Adds `crawl`: the options of a run, which `addTaskOptions` adds, and those of its environment's life. */
export function addCrawl(
  mayfly: Command,
  context: CommandContext,
  done: (exitCode: number) => void,
  addTaskOptions: (command: Command) => void,
  fromFlags: <Flags extends Record<string, unknown>>(flags: Flags) => Flags,
): void {
  const command = mayfly
    .command("crawl")
    .description("bring an environment up, crawl in it, fetch what was kept, take it down")
    .argument("[url...]", "absolute http or https URLs to start from")
    .option(
      "--stack-prefix <prefix>",
      "crawl on Fargate, in a stack of its own: the prefix and the id of the run (default: crawl)",
    )
    .option("--keep", "leave the environment up")
    .option("--keep-on-failure", "leave it up where the crawl did not complete")
    .addOption(pairOption("--config", "set a value of the stack's configuration"))
    .addOption(
      secretOption(
        "--secret",
        "the same, saved encrypted; without a value, MAYFLY_SECRET_<key>, a question, or a line of stdin",
      ),
    );
  addTaskOptions(command);
  command.action(async (urls: string[], options: CrawlCommandOptions & Record<string, unknown>) => {
    done(await crawlCommand(urls, fromFlags(options), context));
  });
}
