/**
 * The AWS resources and functions that the program uses, each from its own module: to load the whole of the package would
 * take a tenth of a preview's time. The only importer of `@pulumi/aws`.
 */
export { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
export { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
export { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
export { getRouteTable } from "@pulumi/aws/ec2/getRouteTable.js";
export { getRouteTables } from "@pulumi/aws/ec2/getRouteTables.js";
export { getSubnet } from "@pulumi/aws/ec2/getSubnet.js";
export { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
export { Cluster } from "@pulumi/aws/ecs/cluster.js";
export { ClusterCapacityProviders } from "@pulumi/aws/ecs/clusterCapacityProviders.js";
export { TaskDefinition } from "@pulumi/aws/ecs/taskDefinition.js";
export { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
export { getPartition } from "@pulumi/aws/getPartition.js";
export { getRegion } from "@pulumi/aws/getRegion.js";
export { Role } from "@pulumi/aws/iam/role.js";
export { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
export { Bucket } from "@pulumi/aws/s3/bucket.js";
export { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
export { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
export { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
export { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
export { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
export { Schedule } from "@pulumi/aws/scheduler/schedule.js";
export { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup.js";
export { Secret } from "@pulumi/aws/secretsmanager/secret.js";
export { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
export { StateMachine } from "@pulumi/aws/sfn/stateMachine.js";
export { Queue } from "@pulumi/aws/sqs/queue.js";
export { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
export { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
