import { afterAll, beforeAll, vi } from "vitest";

/** Gives the tests of a file AWS credentials: the SDK signs with whatever there is. */
export function useSomeAwsCredentials(): void {
  beforeAll(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "double");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "double");
  });
  afterAll(() => void vi.unstubAllEnvs());
}
