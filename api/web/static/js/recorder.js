// Telling it by voice: recorded here, heard before it is sent, and put into the form as any chosen file is.

import { ogg } from "./ogg.js";

const RATE = 48_000;
const BITS = 24_000; // a second: clear speech, and five minutes are below one megabyte
const LONGEST = 5 * 60 * 1000;

/**
 * Offer to record, where this device can; without it a file is chosen instead.
 * @param {?HTMLElement} part beside the field of the file; null: nothing is recorded on this page
 */
export async function record(part) {
  if (part === null || !(await able())) return;
  const [start, stop, again] = ["start", "stop", "discard"].map((name) => part.querySelector(`[data-${name}]`));
  const [heard, said] = [part.querySelector("audio"), part.querySelector("[role=status]")];
  const field = part.closest("form").querySelector("input[type=file]");
  let recorder;
  const show = (...these) => [start, stop, again, heard].forEach((one) => { one.hidden = !these.includes(one); });
  const forget = () => {
    URL.revokeObjectURL(heard.src);
    heard.removeAttribute("src");
    field.value = "";
    said.textContent = "";
    show(start);
  };
  start.addEventListener("click", async () => {
    try {
      recorder = await recording(async (sound) => {
        const file = new File([await encoded(sound)], "voice.ogg", { type: "audio/ogg" });
        const chosen = new DataTransfer();
        chosen.items.add(file);
        field.files = chosen.files;
        heard.src = URL.createObjectURL(file);
        said.textContent = part.dataset.kept;
        show(heard, again);
      });
      said.textContent = part.dataset.on;
      show(stop);
    } catch {
      said.textContent = part.dataset.refused;
    }
  });
  stop.addEventListener("click", () => recorder.stop());
  again.addEventListener("click", forget);
  part.hidden = false;
  forget();
}

async function able() {
  if (!navigator.mediaDevices || !("MediaRecorder" in window) || !("AudioEncoder" in window)) return false;
  return (await AudioEncoder.isConfigSupported(shape)).supported;
}

const shape = { codec: "opus", sampleRate: RATE, numberOfChannels: 1, bitrate: BITS };

async function recording(ended) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", async () => {
    stream.getTracks().forEach((track) => track.stop()); // the light beside the microphone goes out
    await ended(new Blob(parts));
  });
  recorder.start();
  setTimeout(() => recorder.state === "recording" && recorder.stop(), LONGEST);
  return recorder;
}

/** Return what a browser recorded, in whatever form, as Opus in Ogg. */
async function encoded(sound) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const decoded = (await context.decodeAudioData(await sound.arrayBuffer())).getChannelData(0);
  const packets = [];
  let fault = null;
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      packets.push({ bytes, samples: Math.round((chunk.duration * RATE) / 1e6) });
    },
    error: (error) => { fault = error; },
  });
  encoder.configure(shape);
  for (let at = 0; at < decoded.length; at += RATE) {
    const data = decoded.slice(at, at + RATE);
    const timestamp = Math.round((at * 1e6) / RATE);
    encoder.encode(new AudioData({
      format: "f32-planar", sampleRate: RATE, numberOfFrames: data.length, numberOfChannels: 1, timestamp, data,
    }));
  }
  await encoder.flush();
  encoder.close();
  if (fault !== null) throw fault;
  return ogg(packets);
}
