/** Babylon's WebGPU engine with what the picture uses of it. */
import "@babylonjs/core/Engines/AbstractEngine/abstractEngine.states.js";
import "@babylonjs/core/Engines/AbstractEngine/abstractEngine.texture.js";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.alpha.js";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.dynamicTexture.js";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.multiRender.js";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.rawTexture.js";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.readTexture.js";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.renderTarget.js";

export { WebGPUEngine } from "@babylonjs/core/Engines/webgpuEngine.js";
