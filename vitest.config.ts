import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // by npm run test:long and npm run test:spark
    exclude: [...configDefaults.exclude, 'test/long/**', 'test/spark/{check,cluster,command,portable}.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
