// What a check found: numbered steps, each passed, failed or not checkable. No and unknown never mix.
// It mirrors ledger/verify/result.py, word for word.

export const PASSED = "passed";
export const FAILED = "failed";
export const UNCHECKED = "could not be checked";

/** Something is not as it must be. `code` is stable, the message repeats no input. */
export class Refusal extends Error {
  constructor(code, sentence) {
    super(sentence);
    this.code = code;
  }
}

/** Something that a step needs is not there, so it says neither yes nor no. */
export class Unchecked extends Error {
  code = "not_checkable";
}

/** Throw a Refusal unless `holds`. */
export function require(holds, code, sentence) {
  if (!holds) throw new Refusal(code, sentence);
}

/** Steps in their order, what the evidence is about, and what it does not prove. */
export class Report {
  steps = [];
  facts = {};
  remarks = [];

  /** Failed if any step failed, else could not be checked if any could not, else passed. */
  get outcome() {
    const found = this.steps.map((step) => step.outcome);
    return [FAILED, UNCHECKED].find((each) => found.includes(each)) ?? PASSED;
  }

  /** Run one step: what `body` throws is its outcome, and the next step runs all the same. */
  async step(what, body) {
    try {
      await body();
      this.steps.push({ what, outcome: PASSED, code: "", why: "" });
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unchecked)) throw error;
      const outcome = error instanceof Unchecked ? UNCHECKED : FAILED;
      this.steps.push({ what, outcome, code: error.code, why: error.message });
    }
  }

  /** Return the members that `python -m ledger.verify --json` prints. */
  told() {
    return { outcome: this.outcome, steps: this.steps, facts: this.facts, remarks: this.remarks };
  }
}
