import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // by npm run test:long
    exclude: [...configDefaults.exclude, 'test/long/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
