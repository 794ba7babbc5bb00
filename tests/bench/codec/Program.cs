using BenchmarkDotNet.Running;
using NetNs.Bench;

BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run(args);
