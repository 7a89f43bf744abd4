import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // by npm run test:long, test:spark, test:faults, test:servers and test:kill
    exclude: [
      ...configDefaults.exclude,
      ...['long', 'faults', 'servers', 'kill'].map((folder) => `test/${folder}/**`),
      'test/spark/{check,cluster,command,portable}.test.ts',
    ],
    // by default Vitest leaves one processor idle, which on two is half of them
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
