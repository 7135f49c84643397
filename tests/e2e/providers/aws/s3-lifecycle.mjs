/** S3: lifecycle rules of a bucket. */
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { pascal, tagList } from "./words.mjs";
import { setting } from "./s3-settings.mjs";

/** A rule without a filter is for every object: the API wants an empty prefix for that. */
function filter({ filter = {}, prefix }) {
  if (prefix !== undefined) return { Prefix: prefix };
  if (filter.and)
    return { Filter: { And: { ...pascal(filter.and), Tags: tagList(filter.and.tags) } } };
  const pascalled = pascal(filter);
  return { Filter: Object.keys(pascalled).length ? pascalled : { Prefix: "" } };
}

function dated(value) {
  const { Date: date, ...rest } = value;
  return date ? { ...rest, Date: new Date(date) } : rest;
}

const lifecycle = setting(
  [
    PutBucketLifecycleConfigurationCommand,
    GetBucketLifecycleConfigurationCommand,
    DeleteBucketLifecycleCommand,
  ],
  ({ rules = [] }) => ({
    LifecycleConfiguration: {
      Rules: rules.map(
        ({ id, status, filter: _filter, prefix: _prefix, expiration, transitions, ...rest }) => ({
          ID: id,
          Status: status,
          ...filter({ filter: _filter, prefix: _prefix }),
          ...(expiration && { Expiration: dated(pascal(expiration)) }),
          ...(transitions && { Transitions: transitions.map((each) => dated(pascal(each))) }),
          ...pascal(rest),
        }),
      ),
    },
  }),
);

export const s3Lifecycle = {
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycle,
};
