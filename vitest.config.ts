import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // by npm run test:long, test:faults, test:servers and test:kill
    exclude: [...configDefaults.exclude, 'test/long/**', 'test/faults/**', 'test/servers/**', 'test/kill/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
