import { defineConfig } from 'vitest/config';

/** Against servers that nobody here wrote: `npm run test:servers` (Java 17, Maven, and some minutes). */
export default defineConfig({
  test: {
    include: ['test/servers/**/*.test.ts'],
    reporters: ['verbose'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    fileParallelism: false,
  },
});
