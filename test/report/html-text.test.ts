import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, scriptJson } from '../../src/report/page/html-text.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '`', '/', '!', '-', 's', '\u2028', '\u0000', '\ud800') }),
  fc.constantFrom('</script><script>alert(1)</script>', '<!--', ']]>', '&lt;', '"onload="x', '<img src=x onerror=y>'),
);

/** What a browser makes of the entities we write. */
function readEntities(text: string): string {
  const letters: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`', amp: '&' };
  return text.replace(/&(lt|gt|quot|#39|#96|amp);/g, (_, name: string) => letters[name]!);
}

describe('escapeHtml', () => {
  it('leaves nothing that could open a tag or close an attribute', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`\0]/);
      }),
    );
  });

  it('loses no letter but those that HTML cannot hold', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(readEntities(escapeHtml(text))).toBe(text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '\uFFFD'));
      }),
    );
  });
});

describe('html', () => {
  it('escapes every string and takes its own pieces as they are', () => {
    expect(html`<p title="${'"&'}">${'<b>'}${html`<i>${'>'}</i>`}${[html`1`, html`2`]}${3}</p>`.html).toBe(
      '<p title="&quot;&amp;">&lt;b&gt;<i>&gt;</i>123</p>',
    );
  });
});

describe('scriptJson', () => {
  it('says the same as JSON, without a letter that could end the script', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = scriptJson({ [text]: [text, null, 1] }).html;
        expect(written).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify({ [text]: [text, null, 1] })));
      }),
    );
  });
});
