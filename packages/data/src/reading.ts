export { openImages } from "./reading/open-images.js";
