/** `peerbridge specificationsCommand`. */
export function specificationsCommand(_args: readonly string[]): Promise<number> {
  return Promise.resolve(0);
}
