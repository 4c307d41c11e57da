// Preloaded into the processes the launcher starts: when it is gone, however violently, they stop as if asked to.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
