// The names of topics on the map: the largest first, and none over another.
const GAP = 3;

// `topics` are { id, label, x, y, count } in the map's units.
export function labels(host, topics) {
  let boxes = [];
  const marks = [...topics].filter((topic) => topic.count).sort((a, b) => b.count - a.count || a.id - b.id)
    .map((topic) => {
      const words = Object.assign(document.createElement("span"), { textContent: topic.label, className: "tl-map-label" });
      words.dataset.id = topic.id;
      host.append(words);
      return { ...topic, words };
    });
  for (const mark of marks) [mark.width, mark.height] = [mark.words.offsetWidth, mark.words.offsetHeight];
  return {
    // The topic whose name is there; null where none is.
    at: (x, y) => boxes.find(([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom)?.[4] ?? null,
    // Those that `chosen` has come first; an empty set has all.
    place(view, width, height, chosen) {
      const taken = boxes = [];
      const first = chosen.size ? [...marks].sort((a, b) => chosen.has(b.id) - chosen.has(a.id)) : marks;
      for (const mark of first) {
        const box = where(mark, view, width, height);
        const free = box && !taken.some((other) => overlap(box, other));
        mark.words.hidden = !free;
        if (!free) continue;
        taken.push([...box, mark.id]);
        mark.words.style.transform = `translate(${box[0]}px, ${box[1]}px)`;
        mark.words.classList.toggle("tl-faded", chosen.size > 0 && !chosen.has(mark.id));
      }
    },
  };
}

// [left, top, right, bottom] of a label, moved inside the frame; null when its place is outside.
function where(mark, view, width, height) {
  const x = Math.round(view.k * mark.x + view.x), y = Math.round(view.y - view.k * mark.y);
  if (x < 0 || y < 0 || x > width || y > height) return null;
  const left = Math.max(2, Math.min(width - mark.width - 2, x - Math.round(mark.width / 2)));
  const top = Math.max(2, Math.min(height - mark.height - 2, y - Math.round(mark.height / 2)));
  return [left, top, left + mark.width, top + mark.height];
}

const overlap = (one, two) => one[0] < two[2] + GAP && two[0] < one[2] + GAP
  && one[1] < two[3] + GAP && two[1] < one[3] + GAP;
