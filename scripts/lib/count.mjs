/**
 * Counts the tests of one step. A step that failed has at least one failure: where no test of its report failed, it was
 * the linter, the compiler or vitest itself, and that counts as one. So does a test file that could not be loaded.
 *
 * @param {number} code Exit code of the step.
 * @param {string} report vitest's JSON report, or an empty string when there is none.
 * @returns {{passed: number, failed: number}}
 */
export function countStep(code, report) {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = parse(report);
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const failed = numFailedTests + broken.length;
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/**
 * @typedef {{status: string, assertionResults: {status: string}[]}} TestFile
 * @param {string} report
 * @returns {{numPassedTests?: number, numFailedTests?: number, testResults?: TestFile[]}}
 */
function parse(report) {
  try {
    return JSON.parse(report);
  } catch {
    return {};
  }
}
