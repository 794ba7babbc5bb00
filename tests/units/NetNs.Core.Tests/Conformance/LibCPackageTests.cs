using System.Globalization;
using System.Reflection;
using NetNs.Interop;

namespace NetNs.Tests.Conformance;

/// <summary>The package Tmds.LibC against ours: constants, the size of what is passed, and where its library is found.</summary>
public sealed class LibCPackageTests
{
    [Fact]
    public void Each_constant_is_that_of_the_package_where_it_has_one()
    {
        Dictionary<string, PropertyInfo> theirs = typeof(Tmds.Linux.LibC).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType.IsPrimitive).ToDictionary(p => p.Name);
        (string Name, ulong Ours, ulong Theirs)[] both = [.. typeof(LibC).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(f => f.IsLiteral && theirs.ContainsKey(f.Name))
            .Select(f => (f.Name, Number(f.GetRawConstantValue()!), Number(theirs[f.Name].GetValue(null)!)))];

        Assert.InRange(both.Length, 40, int.MaxValue);
        Assert.DoesNotContain(both, c => c.Ours != c.Theirs);
    }

    [Fact]
    public void A_status_of_a_file_has_the_size_that_the_package_gives_it()
        => Assert.Equal(System.Runtime.InteropServices.Marshal.SizeOf<Tmds.Linux.statx>(), System.Runtime.InteropServices.Marshal.SizeOf<StatX>());

    [Fact]
    public void Where_glibc_is_not_there_its_name_stands_for_libc()
    {
        Assembly package = typeof(Tmds.Linux.LibC).Assembly;

        Assert.NotEqual(0, LibCLibrary.Resolve("libc.so.6", package, null));
        Assert.Equal(0, LibCLibrary.Resolve("libm", package, null));
    }

    [Fact]
    public void A_call_that_fails_keeps_its_errno()
    {
        Assert.True(LibC.open("/nowhere", LibC.O_RDONLY, 0).IsInvalid);
        Assert.Equal(Errno.ENOENT, SystemCall.LastError);
        Assert.Equal(-1, LibC.unshare(-1));
        Assert.Equal(Errno.EINVAL, SystemCall.LastError);
    }

    private static ulong Number(object value) => unchecked((ulong)Convert.ToInt64(value is ulong big ? (long)big : value, CultureInfo.InvariantCulture) & 0xffffffff);
}
