import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError } from '../../src/node/file-error.ts';
import { makeDirectory, removeFiles, writeNew, writeWhole } from '../../src/node/files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quotasim-files-'));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('writeNew', () => {
  it('writes where nothing is yet, and makes the way there', async () => {
    await writeNew(join(folder, 'a', 'b.yaml'), 'new');
    expect(await readFile(join(folder, 'a', 'b.yaml'), 'utf8')).toBe('new');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.yaml']);
  });

  it('leaves what is there as it is, whoever was first', async () => {
    const path = join(folder, 'a.yaml');
    const all = await Promise.allSettled(['one', 'two', 'three'].map((text) => writeNew(path, text)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const first = await readFile(path, 'utf8');
    await expect(writeNew(path, 'later')).rejects.toMatchObject({ code: 'exists' });
    expect(await readFile(path, 'utf8')).toBe(first);
    expect(await readdir(folder)).toEqual(['a.yaml']);
  });

  it('says where the place cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeNew(join(folder, 'file', 'x'), '')).rejects.toMatchObject({ code: 'not_a_directory' });
  });
});

describe('writeWhole', () => {
  it('writes text and bytes, over what was there', async () => {
    const path = join(folder, 'a.json');
    await writeWhole(path, 'old and longer');
    await writeWhole(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    await writeWhole(path, new Uint8Array([1, 2]));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('leaves nothing behind, and the old file whole, when it fails', async () => {
    // A directory cannot be replaced by a file, so the rename fails after the writing.
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'inside'), 'kept');
    await expect(writeWhole(join(folder, 'taken'), 'x')).rejects.toThrow(FileError);
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readFile(join(folder, 'taken', 'inside'), 'utf8')).toBe('kept');
  });

  it('says where the place lies in something that is no directory', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeWhole(join(folder, 'file', 'x'), '')).rejects.toMatchObject({ code: 'not_a_directory' });
  });

  it('writes one file many times at once, and one of them wins whole', async () => {
    const path = join(folder, 'many');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => writeWhole(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['many']);
  });
});

describe('makeDirectory', () => {
  it('makes what leads to it, and does not mind one that is there', async () => {
    await makeDirectory(join(folder, 'a', 'b'));
    await makeDirectory(join(folder, 'a', 'b'));
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
  });

  it.runIf(existsSync('/proc'))('gives up where nothing can be made', async () => {
    await expect(makeDirectory('/proc/quotasim/deep')).rejects.toThrow(FileError);
  });

  it('says that a file stands in the way of a parent', async () => {
    await writeFile(join(folder, 'out'), '');
    await expect(makeDirectory(join(folder, 'out', 'deep'))).rejects.toMatchObject({ code: 'not_a_directory' });
  });

  it('says that a file stands in the way', async () => {
    await writeFile(join(folder, 'out'), '');
    await expect(makeDirectory(join(folder, 'out'))).rejects.toMatchObject({ code: 'not_a_directory' });
  });
});

describe('removeFiles', () => {
  it('removes the files it is asked to, and no directory', async () => {
    await writeFile(join(folder, 'old.png'), '');
    await writeFile(join(folder, 'mine.txt'), '');
    await mkdir(join(folder, 'old.svg'));
    await removeFiles(folder, (name) => name.startsWith('old'));
    expect((await readdir(folder)).sort()).toEqual(['mine.txt', 'old.svg']);
  });
});
