/** `peerbridge demo`. */
export function demo(_args: readonly string[]): Promise<number> {
  return Promise.resolve(0);
}
