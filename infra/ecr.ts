import { ecrHost, parseImageReference } from "./config/image-reference.ts";
import type { Statement } from "./policy.ts";

/**
 * What an execution role needs to pull images that are in Amazon ECR; nothing for images elsewhere.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function ecrStatements(images: readonly string[], partition: string): readonly Statement[] {
  const repositories = images.flatMap((image) => {
    const reference = parseImageReference(image);
    const { account, region } = ecrHost.exec(reference?.registry ?? "")?.groups ?? {};
    if (reference === undefined || account === undefined || region === undefined) return [];
    return [`arn:${partition}:ecr:${region}:${account}:repository/${reference.repository}`];
  });
  if (repositories.length === 0) return [];
  return [
    {
      Sid: "PullFromEcr",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: [...new Set(repositories)].sort(),
    },
    {
      Sid: "LogInToEcr",
      Effect: "Allow",
      Action: ["ecr:GetAuthorizationToken"],
      // It takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
      Resource: ["*"],
    },
  ];
}
