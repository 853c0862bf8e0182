import { afterEach, describe, expect, it, vi } from 'vitest';
import { canvasRenderer } from '../../src/node/canvas.ts';

afterEach(() => vi.unstubAllEnvs());

describe('canvasRenderer', () => {
  it('is absent, and no error, where the package has no binary for this machine', async () => {
    // The package loads its binary from here if told so.
    vi.stubEnv('NAPI_RS_NATIVE_LIBRARY_PATH', '/nowhere/canvas.node');
    expect(await canvasRenderer()).toBeUndefined();
  });
});
