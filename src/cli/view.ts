/** `peerbridge viewCommand`. */
export function viewCommand(_args: readonly string[]): Promise<number> {
  return Promise.resolve(0);
}
