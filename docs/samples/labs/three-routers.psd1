# Three routers in a row, four hosts, five subnets, both families. Try it:
#   Set-NetLab three-routers.psd1; Test-NetConnection 10.0.5.2 -Namespace three-h1; Remove-NetLab three
@{
    Name  = 'three'
    Nodes = @{
        h1 = @{}
        h2 = @{}
        h3 = @{}
        h4 = @{}
        r1 = @{ Forwarding = $true; Routes = 'default via 10.0.3.2', 'default via fd00:3::2' }
        r2 = @{ Forwarding = $true; Routes = '10.0.0.0/22 via 10.0.3.1', 'fd00:1::/64 via fd00:3::1', 'fd00:2::/64 via fd00:3::1', 'default via 10.0.4.2', 'default via fd00:4::2' }
        r3 = @{ Forwarding = $true; Routes = '10.0.0.0/22 via 10.0.4.1', 'fd00:1::/64 via fd00:4::1', 'fd00:2::/64 via fd00:4::1', 'fd00:3::/64 via fd00:4::1' }
    }
    Links = @(
        @{ Ends = 'r1:h1', 'h1:eth0'; Subnet = '10.0.1.0/24', 'fd00:1::/64'; DefaultRoute = 'h1' }
        @{ Ends = 'r1:h2', 'h2:eth0'; Subnet = '10.0.2.0/24', 'fd00:2::/64'; DefaultRoute = 'h2' }
        @{ Ends = 'r1:r2', 'r2:r1'; Subnet = '10.0.3.0/24', 'fd00:3::/64' }
        @{ Ends = 'r2:r3', 'r3:r2'; Subnet = '10.0.4.0/24', 'fd00:4::/64' }
        @{ Ends = 'r3:h3', 'h3:eth0'; Subnet = '10.0.5.0/24', 'fd00:5::/64'; DefaultRoute = 'h3' }
        @{ Ends = 'r3:h4', 'h4:eth0'; Subnet = '10.0.6.0/24', 'fd00:6::/64'; DefaultRoute = 'h4' }
    )
}
