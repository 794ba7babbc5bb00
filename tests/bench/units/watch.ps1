# A storm of link changes, watched: how long until all were told.
param([int] $N)

@{
    Name        = "$($N * 100) link changes in $N namespaces"
    Prepare     = { 1..$N | ForEach-Object { "ns$_" } | New-NetNamespace -LoopbackDown }.GetNewClosure()
    Contestants = [ordered]@{
        'NetNs'      = {
            Measure-Pipeline {
                $storm = Start-Process bash '-c', "for i in `$(seq 1 $N); do for k in `$(seq 1 50); do echo link set lo up; echo link set lo down; done | ip -n ns`$i -batch - & done; wait" -PassThru
                Get-NetNamespace ns* | Watch-NetNamespace -Kind Link -MaxEvents ($N * 100) -Timeout 00:00:30
                $storm.WaitForExit()
            }
        }.GetNewClosure()
        'ip monitor' = { Measure-Process "for i in `$(seq 1 $N); do timeout 30 ip -n ns`$i monitor link > /dev/null & done; for i in `$(seq 1 $N); do for k in `$(seq 1 50); do echo link set lo up; echo link set lo down; done | ip -n ns`$i -batch -; done; kill `$(jobs -p)" }.GetNewClosure()
    }
}
