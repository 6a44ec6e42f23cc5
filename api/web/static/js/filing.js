// The pages of citizens, where there is JavaScript: everything here is more, nothing of it is needed.

import { leaving } from "./leaving.js";
import { listen } from "./outbox-filing.js";
import { record } from "./recorder.js";
import { ready } from "./offline.js";
import { speak } from "./reading-aloud.js";

leaving(document.querySelector("[data-leave]"));
speak(document.querySelector("[data-aloud]"));
record(document.querySelector("[data-recorder]"));
await listen();
await ready();
