// Draws every figure[data-chart] from the JSON block beside it. The table below each chart holds the same numbers.
const INK = "#1b2635";
const SOFT = "#56637a";
const LINE = "#dfe4ec";
const COLOURS = ["#1c4587", "#c77700", "#2c8a58", "#7a8aa5"];
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

const base = (chart) => ({
  color: COLOURS,
  textStyle: { fontFamily: FONT, color: INK, fontSize: 13 },
  animationDuration: 300,
  // Drawn on the canvas: an HTML tooltip would need inline styles, which the page forbids.
  tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
  legend: chart.series.length > 1 ? { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 12 } : undefined,
  aria: { enabled: true, label: { description: chart.summary } },
});

const valueAxis = (chart) => ({
  type: "value",
  name: chart.measure,
  nameTextStyle: { color: SOFT },
  axisLabel: { color: SOFT },
  splitLine: { lineStyle: { color: LINE } },
});

const nameAxis = (labels) => ({
  type: "category",
  data: labels,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: "#c3cbd8" } },
  axisLabel: { color: INK, interval: 0 },
});

// Numbers are printed as the table prints them, never as the drawing library would.
const label = (series) => ({
  show: true,
  color: INK,
  fontSize: 12,
  formatter: ({ dataIndex }) => series.texts[dataIndex],
});

function bars(chart) {
  return {
    ...base(chart),
    grid: { left: 8, right: 56, top: chart.series.length > 1 ? 40 : 8, bottom: 8, containLabel: true },
    xAxis: { ...valueAxis(chart), name: "" },
    yAxis: { ...nameAxis(chart.labels), inverse: true },
    series: chart.series.map((series) => ({
      type: "bar",
      name: series.name,
      data: series.values.map(Number),
      barMaxWidth: 14,
      itemStyle: { borderRadius: [0, 3, 3, 0] },
      label: { ...label(series), position: "right" },
    })),
  };
}

// The upper line carries its numbers above, the others below, so that close lines stay readable.
const isHighest = (chart, series, index) =>
  chart.series.every((other) => other === series || Number(other.values[index]) <= Number(series.values[index]));

function lines(chart) {
  return {
    ...base(chart),
    tooltip: { trigger: "axis", renderMode: "richText" },
    grid: { left: 8, right: 32, top: 56, bottom: 8, containLabel: true },
    xAxis: { ...nameAxis(chart.labels), boundaryGap: true },
    yAxis: valueAxis(chart),
    series: chart.series.map((series) => ({
      type: "line",
      name: series.name,
      data: series.values.map((value, index) => ({
        value: value === null ? null : Number(value),
        label: { position: isHighest(chart, series, index) ? "top" : "bottom" },
      })),
      symbolSize: 8,
      lineStyle: { width: 2.5 },
      label: label(series),
      connectNulls: false,
    })),
  };
}

function draw(figure) {
  const chart = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const place = figure.querySelector(".chart");
  const picture = window.echarts.init(place, null, { renderer: "canvas" });
  picture.setOption(chart.kind === "line" ? lines(chart) : bars(chart));
  window.addEventListener("resize", () => picture.resize());
}

function drawAll(root) {
  for (const figure of root.querySelectorAll("figure[data-chart]:not([data-drawn])")) {
    figure.dataset.drawn = "yes";
    draw(figure);
  }
}

drawAll(document);
document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target.parentNode || document));
