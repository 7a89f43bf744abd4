/** `peerbridge explainCommand`. */
export function explainCommand(_args: readonly string[]): Promise<number> {
  return Promise.resolve(0);
}
