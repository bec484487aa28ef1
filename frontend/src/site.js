// Small motions only: everything here also works, page by page, without a script.
import { openFiltersOnWideScreens } from "./filters.js";
import { suggestWhileTyping } from "./suggestions.js";
import { answerByKeys } from "./deciding.js";
import { tellUploads } from "./uploading.js";
import { offerCopying } from "./copying.js";
import { drawAreas } from "./redacting.js";
import { explainRecords } from "./explaining.js";
import { sendPieces } from "./resuming.js";

openFiltersOnWideScreens();
suggestWhileTyping();
offerCopying();
tellUploads();
answerByKeys();
drawAreas();
explainRecords();
sendPieces();
