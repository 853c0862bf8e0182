/**
 * What report.html does in a browser: it puts a living chart in the place of each picture, with tooltips. Plain
 * JavaScript as text, because it travels inside the page; everything it shows comes from the JSON beside it.
 *
 * @module
 */
import { NARROW_SCRIPT } from './narrow-script.ts';

export const PAGE_SCRIPT = String.raw`
(() => {
  'use strict';
  const Chart = window.Chart;
  if (!Chart || !Chart.Interaction) return;
  const specs = new Map(JSON.parse(document.getElementById('charts').textContent).map((spec) => [spec.name, spec]));

  // The conventions of a ChartSpec: no label, no legend entry; a lane is pointed at by its rectangles.
  Chart.defaults.plugins.legend.labels.filter = (item) => item.text !== '';
  Chart.Interaction.modes.span = (chart, event) => {
    const x = chart.scales.x.getValueForPixel(event.x), found = [];
    for (const meta of chart.getSortedVisibleDatasetMetas()) {
      const data = chart.data.datasets[meta.index].data;
      if (chart.data.datasets[meta.index].fill !== 'shape') continue;
      for (let i = 0; i + 4 < meta.data.length; i += 6) {
        const [a, b] = [meta.data[i], meta.data[i + 2]];
        if (event.x >= a.x - 1 && event.x <= b.x + 1 && event.y <= a.y && event.y >= b.y && data[i].y !== null)
          found.push({ element: a, datasetIndex: meta.index, index: i });
      }
    }
    return found.slice(0, 3);
  };

  Chart.Tooltip.positioners.pointer = (items, event) => (items.length ? { x: event.x, y: event.y } : false);

  const units = [[86400000, 'd'], [3600000, 'h'], [60000, 'min'], [1000, 's'], [1, 'ms']];
  const duration = (ms) => {
    let rest = Math.round(ms), parts = [];
    for (const [unit, text] of units) {
      const count = Math.floor(rest / unit);
      rest -= count * unit;
      if (count > 0) parts.push(count + ' ' + text);
    }
    return parts.slice(0, 2).join(' ') || '0';
  };
  const number = (value) => String(Math.round(value * 100) / 100).replace('-', '\u2212');

${NARROW_SCRIPT}
  const tooltip = (spec) => ({
    position: spec.config.options.interaction?.mode === 'span' ? 'pointer' : 'average',
    filter: (item) => item.raw !== null && item.raw.y !== null,
    callbacks: {
      title: (items) => {
        if (items.length === 0 || !spec.time || items[0].dataset.fill === 'shape') return '';
        return 'at ' + duration(spec.time.fromMs + items[0].raw.x * spec.time.stepMs);
      },
      label: (item) => {
        const { dataset, raw, dataIndex } = item;
        if (dataset.fill === 'shape' && spec.time) {
          const end = dataset.data[dataIndex + 2].x;
          return [
            dataset.label + ' ' + duration((end - raw.x) * spec.time.stepMs),
            'from ' + duration(spec.time.fromMs + raw.x * spec.time.stepMs),
          ];
        }
        if (typeof raw === 'number') return dataset.label + ' ' + number(Math.round(raw * 1000) / 10) + ' %';
        if (!spec.time) return dataset.label || '';
        const scale = item.chart.scales[dataset.yAxisID || 'y'];
        const unit = scale && scale.options.title ? scale.options.title.text : '';
        return dataset.label + ': ' + (typeof raw.y === 'number' && scale.type === 'linear' ? number(raw.y) + ' ' + unit : '');
      },
    },
  });

  const drawn = new Map();
  const draw = (figure) => {
    const spec = specs.get(figure.dataset.chart);
    const picture = figure.querySelector('.picture');
    if (!spec || !picture || drawn.has(figure)) return;
    const box = document.createElement('div');
    const canvas = document.createElement('canvas');
    drawn.set(figure, { box });
    box.className = 'canvas';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', spec.describe);
    box.append(canvas);
    const image = picture.querySelector('img');
    if (image) figure.classList.add('drawn');
    figure.classList.add('live');
    picture.prepend(box);
    try {
      const config = structuredClone(spec.config);
      if (narrow.matches) box.style.height = fitNarrow(config, picture.clientWidth, spec.height) + 'px';
      else box.style.aspectRatio = spec.width + ' / ' + spec.height;
      config.options.responsive = true;
      config.options.maintainAspectRatio = false;
      config.options.plugins.tooltip = tooltip(spec);
      drawn.get(figure).chart = new Chart(canvas, config);
    } catch (error) {
      // The picture was good enough before, and is again.
      box.remove();
      figure.classList.remove('live');
      throw error;
    }
  };

  // A phone is turned round, a window is drawn out: what was fitted into it is drawn anew.
  let last = [narrow.matches, window.innerWidth];
  window.addEventListener('resize', () => {
    const [before, width] = last;
    last = [narrow.matches, window.innerWidth];
    if (before === narrow.matches && (!before || width === window.innerWidth)) return;
    for (const [figure, { box, chart }] of [...drawn]) {
      if (chart) chart.destroy();
      box.remove();
      drawn.delete(figure);
      draw(figure);
    }
  });

  const figures = document.querySelectorAll('figure[data-chart]');
  if (!('IntersectionObserver' in window)) return figures.forEach(draw);
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: '400px' });
  figures.forEach((figure) => seen.observe(figure));
})();
`;
