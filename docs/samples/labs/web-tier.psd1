# A web server that is published, a database that is not, and a client network beside them. Try it:
#   Set-NetLab web-tier.psd1; Invoke-NetNamespace tier-host { curl -s http://10.1.0.1:8080/ }; Remove-NetLab tier
@{
    Name    = 'tier'
    Hosts   = $true
    Bridges = @{
        dmz    = @{ IPAddress = '10.1.0.1/24', 'fd00:1::1/64'; Masquerade = $true }
        office = @{ IPAddress = '10.2.0.1/24', 'fd00:2::1/64' }
    }
    Nodes   = @{
        web    = @{ Bridge = 'dmz'; Publish = '8080:80'; Process = @{ Command = '/usr/bin/python3 -m http.server 80 --directory /usr/share/common-licenses'; Ready = 'tcp/80' } }
        db     = @{ Bridge = 'dmz'; IPAddress = '10.1.0.20' }
        client = @{ Bridge = 'office' }
    }
}
