console.log("definitions: not built yet");
