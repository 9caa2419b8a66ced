"use strict";
(() => {
  const data = JSON.parse(document.getElementById("bolt-data").textContent);
  const pcvs = new Map(data.pcvs.map((pcv) => [pcv.name, { ...pcv, low: BigInt(pcv.low), high: pcv.high === undefined ? null : BigInt(pcv.high) }]));
  const values = new Map(data.pcvs.map((pcv) => [pcv.name, BigInt(pcv.value)]));
  const titles = new Map(data.metrics.map((metric) => [metric.key, metric.title]));
  const followers = []; // what is drawn anew when a value has changed

  // ---- formulas, in integers without bounds

  const BRACKET = /^\[([^]*) > (\d+)\]$/;
  const QUOTIENT = /^⌈\(?(?:(\d+)·)?([^]*?)(?: - (\d+)\))?\/(\d+)⌉$/;

  /** The PCV that a variable of a term is, or is derived from. */
  const pcvOf = (variable) => (pcvs.has(variable) ? variable : BRACKET.exec(variable)?.[1] ?? QUOTIENT.exec(variable)?.[2]);

  /**
   * A variable of a term is a PCV, a bracket such as [x > 0], which is 1 where the PCV is above the number and 0 elsewhere, or a quotient
   * such as ⌈(3·x - 1)/8⌉, rounded up, and 0 where it is negative.
   */
  function valueOf(variable, at) {
    if (at.has(variable)) return at.get(variable);
    const value = at.get(pcvOf(variable)) ?? 0n;
    const bracket = BRACKET.exec(variable);
    if (bracket) return value > BigInt(bracket[2]) ? 1n : 0n;
    const quotient = QUOTIENT.exec(variable);
    if (!quotient) return 0n;
    const above = BigInt(quotient[1] ?? 1) * value - BigInt(quotient[3] ?? 0);
    const by = BigInt(quotient[4]);
    return above > 0n ? (above + by - 1n) / by : 0n;
  }

  function evaluate(alternatives, at) {
    const sums = alternatives.map((terms) => terms.reduce((sum, [coefficient, powers]) =>
      sum + powers.reduce((product, [variable, exponent]) => product * valueOf(variable, at) ** BigInt(exponent), BigInt(coefficient)), 0n));
    return sums.reduce((most, sum) => (sum > most ? sum : most));
  }

  const formulaOf = (entry, side, metric) => entry.sides[side]?.formulas[metric];

  function variablesOf(formula) {
    const names = formula.flatMap((terms) => terms.flatMap(([, powers]) => powers.map(([variable]) => variable)));
    return names.map(pcvOf);
  }

  // ---- elements

  /** An element with properties and children; texts are never read as HTML. */
  function element(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-") || name === "role") made.setAttribute(name, value);
      else if (name === "style") made.style.cssText = value;
      else made[name] = value;
    }
    made.append(...children);
    return made;
  }

  function select(label, options, changed) {
    const box = element("select", {}, ...options.map(([value, text]) => element("option", { value: String(value) }, text)));
    box.addEventListener("change", changed);
    return { box, label: element("label", {}, label, box) };
  }

  // ---- figures

  function showFigures() {
    for (const place of document.querySelectorAll("[data-figure]")) {
      const [number, side, metric] = place.dataset.figure.split(" ");
      place.textContent = String(evaluate(formulaOf(data.classes[number], side, metric), values));
    }
    for (const place of document.querySelectorAll("[data-change]")) {
      const [number, metric] = place.dataset.change.split(" ");
      const [before, after] = [0, 1].map((side) => evaluate(formulaOf(data.classes[number], side, metric), values));
      place.textContent = change(before, after);
      place.parentElement.className = after > before ? "more" : after < before ? "less" : "same";
    }
    const moved = [...pcvs.values()].filter((pcv) => values.get(pcv.name) !== pcv.low).map((pcv) => `${pcv.name} = ${values.get(pcv.name)}`);
    const rest = moved.length === pcvs.size ? "" : moved.length === 0 ? "every PCV is at its low end" : ", every other PCV at its low end";
    for (const place of document.querySelectorAll("[data-part=at]")) place.textContent = `Figures are those where ${moved.join(", ")}${rest}.${exclusions()}`;
  }

  /** In which classes no packet has these values, since they are more than PCVs share there. */
  function exclusions() {
    const broken = data.classes.map((entry) => [entry.name, entry.sides.flatMap((side) => side?.together?.filter(isBroken) ?? [])]);
    return broken.filter(([, bounds]) => bounds.length > 0).map(([name, bounds]) => ` No packet of ${name} has these values: ${bounds[0].words}.`).join("");
  }

  function isBroken({ weights, most }) {
    const shares = weights.map(([name, weight]) => (values.has(name) ? BigInt(weight) * values.get(name) : BigInt(weight) > 0n ? 0n : null));
    return !shares.includes(null) && shares.reduce((sum, share) => sum + share, 0n) > BigInt(most);
  }

  /** In numbers first, never in per cent alone. */
  function change(before, after) {
    const difference = after - before;
    const signed = (difference > 0n ? "+" : "") + difference;
    if (before <= 0n || difference === 0n) return signed;
    for (let digits = 1; ; digits++) {
      const percent = quotient(difference * 100n * 10n ** BigInt(digits), before);
      if (percent !== 0n) return `${signed} (${percent > 0n ? "+" : "-"}${decimal(percent < 0n ? -percent : percent, digits)} %)`;
    }
  }

  /** Rounded to the nearest integer, of two to the even one. */
  function quotient(dividend, divisor) {
    const negative = dividend < 0n;
    const whole = (negative ? -dividend : dividend) / divisor;
    const rest = ((negative ? -dividend : dividend) % divisor) * 2n;
    const rounded = rest > divisor || (rest === divisor && whole % 2n === 1n) ? whole + 1n : whole;
    return negative ? -rounded : rounded;
  }

  function decimal(number, digits) {
    const text = String(number).padStart(digits + 1, "0");
    return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  }

  // ---- sliders

  const STEPS = 1000;
  const FINE = 100n; // up to so many values a slider has a place for each; more are closer together the greater they are
  const FAR = 1000000n; // the end of sliders of PCVs without an end

  function addSlider(place) {
    const pcv = pcvs.get(place.dataset.pcv);
    if (!pcv) return;
    const width = (pcv.high ?? pcv.low + FAR) - pcv.low;
    const fine = width <= FINE;
    const toValue = (step) => pcv.low + (fine ? BigInt(step) : step >= STEPS ? width : BigInt(Math.round((Number(width) + 1) ** (step / STEPS) - 1)));
    const toStep = (value) => (fine ? Number(value - pcv.low) : Math.min(STEPS, Math.round((Math.log(Number(value - pcv.low) + 1) / Math.log(Number(width) + 1)) * STEPS)));
    const slider = element("input", { type: "range", min: "0", max: String(fine ? width : STEPS), step: "1", "aria-label": pcv.name });
    const number = element("input", { type: "number", min: String(pcv.low), step: "1", "aria-label": `${pcv.name}, value` });
    if (pcv.high !== null) number.max = String(pcv.high);
    const wrong = element("p", { className: "wrong", role: "status" });
    const show = () => {
      const value = values.get(pcv.name);
      slider.value = String(toStep(value));
      slider.setAttribute("aria-valuetext", String(value));
    };
    slider.addEventListener("input", () => {
      values.set(pcv.name, toValue(Number(slider.value)));
      number.value = String(values.get(pcv.name));
      slider.setAttribute("aria-valuetext", number.value);
      accept();
    });
    number.addEventListener("input", () => {
      const value = /^\d+$/.test(number.value) ? BigInt(number.value) : null;
      const within = value !== null && value >= pcv.low && (pcv.high === null || value <= pcv.high);
      number.setAttribute("aria-invalid", String(!within));
      wrong.textContent = within ? "" : `a whole number from ${pcv.low}${pcv.high === null ? " up" : ` to ${pcv.high}`}; the figures are still those of ${values.get(pcv.name)}`;
      if (!within) return;
      values.set(pcv.name, value);
      show();
      showAll();
    });
    const accept = () => {
      number.setAttribute("aria-invalid", "false");
      wrong.textContent = "";
      showAll();
    };
    number.value = String(values.get(pcv.name));
    show();
    place.append(element("div", { className: "slider" }, slider, number), wrong);
  }

  function showAll() {
    showFigures();
    followers.forEach((follow) => follow());
  }

  // ---- curves

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const DASHES = [[], [8, 4], [2, 3]];
  const SAMPLES = 200;
  const FIRST_TOP = 32n;
  const MANY_LINES = 24; // of more only the dearest are drawn until someone asks for others
  const DEAREST = 12;

  /** A line each, told apart by hue and by dashes. */
  function strokeOf(number) {
    return `hsl(${Math.round(210 + number * 137.5) % 360}, 75%, ${dark.matches ? 68 : 33}%)`;
  }

  /** What the curves are of: all classes, or the sides of one. */
  function linesOf(number, metric) {
    const sided = data.sides.length > 0;
    const entries = sided ? [data.classes[number]] : data.classes;
    return entries.flatMap((entry) => entry.sides.map((side, at) => ({ name: sided ? data.sides[at] : entry.name, formula: side?.formulas[metric] }))).filter((line) => line.formula)
      .map((line, at) => ({ ...line, dash: sided ? DASHES[at === 0 && entries[0].sides[0] ? 1 : 0] : DASHES[at % DASHES.length], number: at }));
  }

  function addCurves(place) {
    const used = new Set(data.classes.flatMap((entry) => entry.sides.flatMap((side) => Object.values(side?.formulas ?? {}).flatMap(variablesOf))));
    const names = [...pcvs.keys()].filter((name) => used.has(name));
    if (names.length === 0) return;
    const hidden = new Set();
    const metrics = data.metrics.filter((metric) => data.classes.some((entry) => entry.sides.some((side) => side?.formulas[metric.key])));
    const anew = () => build();
    const pcvBox = select("over", names.map((name) => [name, name]), () => { top = null; anew(); });
    const metricBox = select("of", metrics.map((metric) => [metric.key, metric.title]), anew);
    const classBox = select("class", data.classes.map((entry, number) => [number, entry.name]), () => { pcvBox.box.value = telling(); top = null; anew(); });
    const topBox = element("input", { type: "number", min: "1", step: "1" });
    const chart = element("div", { className: "chart", role: "img" });
    const legend = element("fieldset", { className: "legend" });
    place.append(element("h2", {}, "Cost over a PCV"),
      element("div", { className: "choices" }, pcvBox.label, metricBox.label, ...(data.sides.length > 0 ? [classBox.label] : []), element("label", {}, "up to", topBox)), chart, legend);
    let top = null;
    let plot = null;
    let lines = [];
    let outputs = [];

    /** The PCV over which there is the most to see: for sides, how they differ; for classes, how many depend on it. */
    function telling() {
      const formulas = (data.sides.length > 0 ? [data.classes[classBox.box.value]] : data.classes).map((entry) => entry.sides.map((side) => side?.formulas[metricBox.box.value]));
      const weights = names.map((name) => {
        const at = new Map(values);
        const slope = (formula) => (formula ? evaluate(formula, at.set(name, pcvs.get(name).low + FIRST_TOP)) - evaluate(formula, at.set(name, pcvs.get(name).low)) : 0n);
        return formulas.reduce((sum, [first, second]) => sum + (data.sides.length > 0 && slope(first) !== slope(second ?? first) ? 1000 : 0) + (slope(first ?? second) !== 0n ? 1 : 0), 0);
      });
      return names[weights.indexOf(Math.max(...weights))];
    }

    const costAt = (number, side) => JSON.stringify(formulaOf(data.classes[number], side, metricBox.box.value));
    classBox.box.value = String(Math.max(0, [...data.classes.keys()].findIndex((number) => costAt(number, 0) !== costAt(number, 1))));
    pcvBox.box.value = telling();

    topBox.addEventListener("change", () => {
      top = /^\d{1,15}$/.test(topBox.value) ? BigInt(topBox.value) : null;
      build();
    });

    function range(pcv) {
      const value = values.get(pcv.name);
      let end = top ?? pcv.low + FIRST_TOP;
      if (end < value) end = value;
      if (pcv.high !== null && end > pcv.high) end = pcv.high;
      return [pcv.low, end > pcv.low ? end : pcv.low + 1n];
    }

    function costs(name, from, to) {
      const count = Number(to - from < BigInt(SAMPLES) ? to - from : BigInt(SAMPLES));
      const xs = Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * BigInt(i)) / BigInt(count));
      const at = new Map(values);
      const rows = lines.map((line) => xs.map((x) => (hidden.has(line.name) ? null : Number(evaluate(line.formula, at.set(name, x))))));
      return [xs.map(Number), ...rows];
    }

    function tell(x) {
      const name = pcvBox.box.value;
      const at = new Map(values);
      if (x !== null) at.set(name, x);
      const drawn = lines.filter((line) => !hidden.has(line.name)).length;
      legend.firstChild.textContent = `at ${name} = ${at.get(name)}${drawn < lines.length ? `; ${drawn} of ${lines.length} lines are drawn` : ""}`;
      lines.forEach((line, i) => { outputs[i].textContent = String(evaluate(line.formula, at)); });
    }

    function swatch(line) {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const stroke = document.createElementNS("http://www.w3.org/2000/svg", "line");
      for (const [name, value] of Object.entries({ width: 28, height: 10, "aria-hidden": "true" })) svg.setAttribute(name, value);
      for (const [name, value] of Object.entries({ x1: 0, x2: 28, y1: 5, y2: 5, stroke: strokeOf(line.number), "stroke-width": 3, "stroke-dasharray": line.dash.join(" ") })) stroke.setAttribute(name, value);
      svg.append(stroke);
      return svg;
    }

    function buildLegend() {
      outputs = lines.map(() => element("output", { "aria-live": "off" }));
      const labels = lines.map((line, i) => {
        const box = element("input", { type: "checkbox", checked: !hidden.has(line.name) });
        box.addEventListener("change", () => {
          if (box.checked) hidden.delete(line.name);
          else hidden.add(line.name);
          plot.setSeries(i + 1, { show: box.checked });
          follow();
        });
        return element("label", {}, box, swatch(line), element("span", {}, line.name), outputs[i]);
      });
      const drawnFirst = lines.length > MANY_LINES ? labels.sort((a, b) => b.firstChild.checked - a.firstChild.checked) : labels;
      legend.replaceChildren(element("legend", {}), ...drawnFirst);
    }

    /** Of too many lines the dearest, where the sliders stand. */
    function hideCheap() {
      const cost = new Map(lines.map((line) => [line, evaluate(line.formula, values)]));
      const sorted = [...lines].sort((a, b) => (cost.get(a) < cost.get(b) ? 1 : cost.get(a) > cost.get(b) ? -1 : 0));
      sorted.slice(DEAREST).forEach((line) => hidden.add(line.name));
    }

    /** Where the slider stands. */
    function mark(u) {
      const x = u.valToPos(Number(values.get(pcvBox.box.value)), "x", true);
      u.ctx.save();
      u.ctx.strokeStyle = style("--quiet");
      u.ctx.lineWidth = devicePixelRatio;
      u.ctx.beginPath();
      u.ctx.moveTo(x, u.bbox.top);
      u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
      u.ctx.stroke();
      u.ctx.restore();
    }

    const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

    function build() {
      const name = pcvBox.box.value;
      const metric = metricBox.box.value;
      lines = linesOf(Number(classBox.box.value), metric);
      const [from, to] = range(pcvs.get(name));
      topBox.value = String(to);
      if (!plot && lines.length > MANY_LINES) hideCheap();
      buildLegend();
      plot?.destroy();
      const axis = { stroke: style("--ink"), grid: { stroke: style("--grid"), width: 1 }, ticks: { stroke: style("--grid"), width: 1 } };
      plot = new uPlot({
        width: chart.clientWidth || 320, height: 340, legend: { show: false }, scales: { x: { time: false } }, cursor: { drag: { x: false, y: false } },
        axes: [{ ...axis, label: name, incrs: [1, 2, 5].flatMap((n) => Array.from({ length: 16 }, (_, i) => n * 10 ** i)).sort((a, b) => a - b) },
          { ...axis, label: titles.get(metric), size: (u, texts) => 18 + 8 * Math.max(3, ...(texts ?? []).map((text) => text.length)) }],
        series: [{}, ...lines.map((line) => ({ label: line.name, show: !hidden.has(line.name), stroke: strokeOf(line.number), dash: line.dash, width: 2, points: { show: false } }))],
        hooks: { drawClear: [mark], setCursor: [(u) => tell(u.cursor.idx == null ? null : BigInt(u.data[0][u.cursor.idx]))] },
      }, costs(name, from, to), chart);
      chart.setAttribute("aria-label", `${titles.get(metric)} for ${name} from ${from} to ${to}; the figures are below`);
      tell(null);
    }

    function follow() {
      const name = pcvBox.box.value;
      const [from, to] = range(pcvs.get(name));
      topBox.value = String(to);
      plot.setData(costs(name, from, to));
      tell(null);
    }

    followers.push(follow);
    dark.addEventListener("change", build);
    new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height: 340 })).observe(place);
    build();
  }

  // ---- flame graphs: bars as wide as what they cost, callees above their callers

  const ROW = 20;

  function treeOf(profile, metric) {
    const root = { name: "all", cost: 0, children: new Map(), depth: 0, parent: null };
    for (const [frames, ...costs] of profile.shares) {
      let frame = root;
      root.cost += costs[metric];
      for (const word of frames) {
        const name = data.words[word];
        if (!frame.children.has(name)) frame.children.set(name, { name, cost: 0, children: new Map(), depth: frame.depth + 1, parent: frame });
        frame = frame.children.get(name);
        frame.cost += costs[metric];
      }
    }
    return root;
  }

  const depthOf = (frame) => 1 + Math.max(0, ...[...frame.children.values()].map(depthOf));

  /** Light enough for black letters, and always the same for a name. */
  function colourOf(name) {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = (Math.imul(31, hash) + name.charCodeAt(i)) | 0;
    hash &= 0x7fffffff;
    return `hsl(${20 + hash % 40}, ${70 + Math.floor(hash / 40) % 25}%, ${62 + Math.floor(hash / 1000) % 14}%)`;
  }

  function addFlames(place) {
    const profiled = [...data.classes.keys()].filter((number) => data.classes[number].sides.some((side) => side?.profile));
    if (profiled.length === 0) return;
    const dearest = profiled.reduce((most, number) => (size(number) > size(most) ? number : most));
    const anew = () => build();
    const metrics = data.metrics.map((metric, at) => [at, metric.title])
      .filter(([at]) => profiled.some((number) => data.classes[number].sides.some((side) => side?.profile?.shares.some((share) => share[at + 1] > 0))));
    const classBox = select("class", profiled.map((number) => [number, data.classes[number].name]), anew);
    const metricBox = select("of", metrics, anew);
    const told = element("p", { className: "told", "aria-live": "polite" });
    const graphs = element("div", {});
    classBox.box.value = String(dearest);
    place.append(...(place.tagName === "SECTION" ? [element("h2", {}, "Where the cost goes")] : []), element("div", { className: "choices" }, classBox.label, metricBox.label), graphs, told,
      element("p", { className: "quiet" }, "Bars are as wide as what they cost, callees above their callers. Enter or a click makes a bar the whole; Escape goes back. Arrow keys go from bar to bar."));

    function size(number) {
      return Math.max(...data.classes[number].sides.map((side) => (side?.profile ? treeOf(side.profile, 0).cost : 0)));
    }

    function build() {
      const metric = Number(metricBox.box.value);
      const sides = data.classes[classBox.box.value].sides.map((side, at) => ({ name: data.sides[at], profile: side?.profile })).filter((side) => side.profile);
      const trees = sides.map((side) => treeOf(side.profile, metric));
      const most = Math.max(1, ...trees.map((tree) => tree.cost));
      told.textContent = "";
      graphs.replaceChildren(...sides.flatMap((side, at) => {
        const where = side.profile.at.filter(([, value]) => value !== "0").map(([name, value]) => `${name} = ${value}`);
        const words = `${side.name ? `${side.name}: ` : ""}the dearest path, ${trees[at].cost} ${data.metrics[metric].title}${where.length > 0 ? `, where ${where.join(", ")}` : ""}`;
        return [element("p", {}, words), graph(trees[at], most, data.metrics[metric].title, words)];
      }));
    }

    function graph(root, most, title, words) {
      const box = element("div", { className: "flame", role: "group", "aria-label": words, style: `height: ${depthOf(root) * ROW}px` });
      let whole = root;
      let bars = new Map();

      const say = (frame) => `${frame.name}: ${frame.cost} ${title}, ${(100 * frame.cost / root.cost).toFixed(1)} %`;

      function bar(frame, left, width) {
        const made = element("button", { type: "button", tabIndex: -1, title: say(frame), "aria-label": say(frame),
          style: `left: ${left}%; width: ${width}%; bottom: ${frame.depth * ROW}px; background: ${colourOf(frame.name)}` }, frame.name);
        made.addEventListener("click", () => zoom(frame));
        made.addEventListener("focus", () => { told.textContent = say(frame); stop(frame); });
        made.addEventListener("mouseenter", () => { told.textContent = say(frame); });
        bars.set(frame, made);
        box.append(made);
        let next = left;
        for (const child of frame.children.values()) {
          const part = frame.cost > 0 ? width * child.cost / frame.cost : 0;
          if (part > 0) bar(child, next, part);
          next += part;
        }
      }

      /** The one bar that the tab key leads to. */
      function stop(frame) {
        bars.forEach((each) => { each.tabIndex = -1; });
        bars.get(frame).tabIndex = 0;
      }

      function draw() {
        box.replaceChildren();
        bars = new Map();
        const width = whole === root ? 100 * root.cost / most : 100;
        bar(whole, 0, width);
        for (let caller = whole.parent; caller; caller = caller.parent) {
          const { children } = caller;
          caller.children = new Map();
          bar(caller, 0, width);
          caller.children = children;
        }
        stop(whole);
      }

      function zoom(frame) {
        const focused = box.contains(document.activeElement);
        whole = frame;
        draw();
        if (focused) bars.get(frame).focus();
      }

      box.addEventListener("keydown", (event) => {
        const here = [...bars.keys()].find((frame) => bars.get(frame) === document.activeElement);
        if (!here) return;
        const level = [...bars.keys()].filter((frame) => frame.depth === here.depth);
        const to = { ArrowUp: [...here.children.values()].find((child) => bars.has(child)), ArrowDown: here.parent, ArrowRight: level[level.indexOf(here) + 1], ArrowLeft: level[level.indexOf(here) - 1] };
        if (event.key === "Escape") zoom(root);
        else if (event.key in to && bars.has(to[event.key])) bars.get(to[event.key]).focus();
        else return;
        event.preventDefault();
      });
      draw();
      return box;
    }

    build();
  }

  // ---- start

  document.querySelectorAll("[data-pcv]").forEach(addSlider);
  document.querySelectorAll("[data-part=curve]").forEach(addCurves);
  document.querySelectorAll("[data-part=flame]").forEach(addFlames);
})();
