/**
 * A photo that the network could not read: it is failed alone, the run goes on.
 * `code` is what the tables and the ledger say.
 */
export class InferenceError extends Error {
  override name = 'InferenceError'
  readonly code = 'inference_failed'
}
