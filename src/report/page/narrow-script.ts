/**
 * How a chart is drawn where the window is as narrow as a phone: as wide as there is room, with its head in as many lines as it
 * needs and what else stands beside the plot put into it. Plain JavaScript as text, a part of the page's script.
 *
 * @module
 */

/** Windows up to this width, in CSS pixels, are narrow. */
export const NARROW_MAX = 760;

export const NARROW_SCRIPT = `
  const narrow = window.matchMedia('(max-width: ${NARROW_MAX}px)');
  const SHRINK = 0.85;
  // Of the width, for the names of rows.
  const ROW_SHARE = 0.36;

  // All sizes of letters in a config are numbers under "font".
  const shrinkFonts = (value) => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'font' && typeof inner.size === 'number') inner.size = Math.round(inner.size * SHRINK * 10) / 10;
      else shrinkFonts(inner);
    }
  };

  const linesOf = (block, width) => {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = (block.font.weight || 'normal') + ' ' + block.font.size + 'px ' + block.font.family;
    const fits = (text) => pen.measureText(text).width <= width;
    const lines = [];
    for (const word of [].concat(block.text).join(' ').split(' ')) {
      const longer = lines.length === 0 ? word : lines[lines.length - 1] + ' ' + word;
      if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
      else lines.push('');
      if (lines[lines.length - 1] !== '') continue;
      // A word without a blank goes on in the next line, wherever it has to be broken.
      for (const letter of word) {
        if (fits(lines[lines.length - 1] + letter) || lines[lines.length - 1] === '') lines[lines.length - 1] += letter;
        else lines.push(letter);
      }
    }
    return lines;
  };

  // A label beside the plot moves into it, on the side of its point on which there is more room.
  const takeIn = (label, scale) => {
    if (label.type !== 'label' || !label.position || label.position.x !== 'start') return;
    const [from, to] = scale.labels ? [0, scale.labels.length - 1] : [scale.min, scale.max];
    const left = label.xValue - from > (to - from) / 2;
    label.position.x = left ? 'end' : 'start';
    label.xAdjust = left ? -4 : 6;
    label.backgroundColor = 'rgba(255, 255, 255, 0.85)';
  };

  /** Changes the config for a box of this width; the height that it then wants. */
  const fitNarrow = (config, width, height) => {
    const { options } = config;
    const { title, subtitle, annotation } = options.plugins;
    shrinkFonts(options);
    let grown = height;
    for (const block of [title, subtitle]) {
      if (!block.display) continue;
      const before = [].concat(block.text).length;
      block.text = linesOf(block, width - 28);
      grown += (block.text.length - before) * block.font.size * 1.2;
    }
    Object.assign(options.layout.padding, { left: 6, right: 12 });
    for (const [id, scale] of Object.entries(options.scales)) {
      if (scale.type !== 'category') continue;
      if (id === 'x') Object.assign(scale.ticks, { autoSkip: true, autoSkipPadding: 8 });
      else scale.labels = scale.labels.map((text) => linesOf({ text, font: scale.ticks.font }, width * ROW_SHARE));
    }
    for (const label of Object.values(annotation.annotations)) takeIn(label, options.scales.x);
    // Each entry of the legend takes about a line of its own.
    const entries = new Set(config.data.datasets.map(({ label }) => label || '')).size;
    return options.plugins.legend.display ? grown + 16 * Math.max(0, entries - 2) : grown;
  };
`;
