using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// One test at a time: the leak checks count the process's descriptors, threads and mounts, and the machine may have one core.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
