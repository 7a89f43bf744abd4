import { defineConfig } from 'vitest/config';

/** Kills at random moments: `npm run test:kill`. */
export default defineConfig({
  test: {
    include: ['test/kill/**/*.test.ts'],
    reporters: ['verbose'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
